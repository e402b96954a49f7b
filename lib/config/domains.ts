import { fail } from './fail';
import type { EnvironmentConfiguration } from './schema';

/** Whether a name is that of a zone, or lies below it. */
export function isInZone(name: string, zone: { readonly name: string }): boolean {
  return name === zone.name || name.endsWith(`.${zone.name}`);
}

/**
 * Whether the zone of an environment is there for its domain, and holds it.
 *
 * A domain without a zone is fine: its record is made by hand, and the build says which. Whether a certificate is that of the
 * domain can't be seen here, because its ARN doesn't tell: CloudFormation finds it for the site's, the smoke test for the
 * load balancer's.
 *
 * @throws CodedError TAP1043 and TAP1044
 */
export function checkHostedZone(where: string, { edge: { domain, hostedZone } }: EnvironmentConfiguration): void {
  if (hostedZone === undefined) return;
  const at = `${where}.edge.hostedZone`;
  if (domain === undefined) {
    fail('TAP1043', at, hostedZone, 'is there for the records of edge.domain, which is missing; name both, or neither');
  }
  if (!isInZone(domain, hostedZone)) {
    fail(
      'TAP1044',
      `${at}.name`,
      hostedZone.name,
      `does not hold edge.domain (${JSON.stringify(domain)}); allowed are that name and those that it ends with, such as "${domain.split('.').slice(1).join('.')}"`,
    );
  }
}

/**
 * Whether every record is made once: the stacks make one for each name that lies in the zone of its environment.
 *
 * @throws CodedError TAP1045
 */
export function checkRecords(environments: readonly EnvironmentConfiguration[]): void {
  checkOrigins(environments);
  const seen = new Map<string, string>();
  for (const [index, { edge }] of environments.entries()) {
    const name = edge.origin?.domain;
    if (name === undefined || edge.hostedZone === undefined || !isInZone(name, edge.hostedZone)) continue;
    const where = `environments[${index}].edge.origin.domain`;
    const other = seen.get(name);
    if (other !== undefined) {
      fail('TAP1045', where, name, `is ${other} too, and hostedZone can hold one record of it; give each its own name`);
    }
    seen.set(name, where);
  }
}

/** Whether no load balancer has the name of a site: a name leads to one place, whoever makes its record. */
function checkOrigins(environments: readonly EnvironmentConfiguration[]): void {
  for (const [index, { edge }] of environments.entries()) {
    const name = edge.origin?.domain;
    const site = environments.findIndex(({ edge: { domain } }) => domain !== undefined && domain === name);
    if (site < 0) continue;
    fail(
      'TAP1045',
      `environments[${index}].edge.origin.domain`,
      name,
      `is environments[${site}].edge.domain too, and a name leads to one place; give each its own name`,
    );
  }
}
