import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** The shipped example as the text of the team's file, which pages show diffs of. */
export function shippedText(): string {
  const fixture = readFileSync(join(__dirname, '../../test/fixtures/shipped.ts'), 'utf8');
  return fixture
    .replace("'../../lib/config'", "'./schema'")
    .replace(/^import \{ frozen \}.*\n/m, '')
    .replace('const shippedData: DeliveryData = frozen(', 'const deliveryData: DeliveryData = ')
    .replace(/\}\);\n$/, '};\n');
}

/** A text of the shipped example with load tests of a team in the place of the shop's, as `startingData` has them. */
export function withLoadTestsOf(data: DeliveryData, text: string): string {
  const names = new Map<string, string>();
  for (const [index, { gates }] of shippedData.environments.entries()) {
    for (const kind of ['journey', 'profile'] as const) {
      const shipped = `${kind}: '${gates.load[kind]}'`;
      const own = data.environments[index]?.gates.load[kind];
      if (own !== undefined && !names.has(shipped)) names.set(shipped, `${kind}: '${own}'`);
    }
  }
  return text.replace(/\b(journey|profile): '[^']*'/g, (found) => names.get(found) ?? found);
}
