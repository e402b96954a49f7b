import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { edgeRegion } from '../../../lib/config';
import { accountsOf } from '../../accounts/places';
import type { Look } from '../look';

/**
 * Whether each account has its regions switched on. Asked in us-east-1, which is always on: one that is off answers nobody.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 */
export const regions: Look = {
  name: 'regions',
  actions: ['ec2:DescribeRegions'],
  questions: async ({ configuration }) =>
    accountsOf(configuration).map(({ account, places }) => {
      const wanted = new Set([
        ...places.map(({ region }) => region),
        ...places.flatMap(({ environments }) => environments.flatMap(({ recoveryRegion }) => recoveryRegion ?? [])),
      ]);
      return {
        what: `regions ${[...wanted].join(', ')}`,
        account,
        region: edgeRegion,
        ask: async (aws) => {
          const command = new DescribeRegionsCommand({ AllRegions: true, RegionNames: [...wanted] });
          const { Regions = [] } = await aws.client(EC2Client).send(command);
          const on = new Set(
            Regions.filter(({ OptInStatus }) => OptInStatus !== 'not-opted-in').map(({ RegionName }) => RegionName),
          );
          return [...wanted]
            .filter((region) => !on.has(region))
            .map((region) => ({
              code: 'TAP6131',
              what: `region ${region} is switched off`,
              todo: `switch it on: aws account enable-region --region-name ${region}`,
            }));
        },
      };
    }),
};
