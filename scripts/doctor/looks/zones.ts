import { DescribeAvailabilityZonesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { zonesOf } from '../../../lib/config';
import type { Look } from '../look';

/**
 * Whether an account sees the zones of its environments, by id: it may not see every zone of a region
 * (https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html).
 */
export const zones: Look = {
  name: 'zones',
  actions: ['ec2:DescribeAvailabilityZones'],
  questions: async ({ configuration }) =>
    configuration.environments.map((environment) => {
      const wanted = zonesOf(environment);
      return {
        what: `zones ${wanted.join(', ')} of ${environment.name}`,
        account: environment.account,
        region: environment.region,
        ask: async (aws) => {
          const { AvailabilityZones = [] } = await aws.once('zones', () =>
            aws.client(EC2Client).send(new DescribeAvailabilityZonesCommand({})),
          );
          const there = AvailabilityZones.filter(({ State }) => State === 'available').map(({ ZoneId }) => ZoneId);
          return wanted
            .filter((zone) => !there.includes(zone))
            .map((zone) => ({
              code: 'TAP6132',
              what: `${environment.name} is to be in zone ${zone}, which is not available to this account`,
              todo: `name others of ${there.join(', ')} in network.zoneIds of ${environment.name}, before its first deployment`,
            }));
        },
      };
    }),
};
