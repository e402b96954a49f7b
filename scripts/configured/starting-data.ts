import type { DeliveryData } from '../../lib/config';
import { shippedData } from '../../test/fixtures/shipped';

/**
 * What every row starts from: the shipped example, whatever a team configured, with the load tests that the team has. Its own
 * service may know nothing of the shop's.
 */
export function startingData(team: DeliveryData): DeliveryData {
  const data = structuredClone(shippedData);
  for (const environment of data.environments) {
    const counterpart = team.environments.find(({ production }) => production === environment.production);
    const { journey, profile } = (counterpart ?? team.environments[0] ?? environment).gates.load;
    Object.assign(environment.gates.load, { journey, profile });
  }
  return data;
}
