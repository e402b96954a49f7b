import type { Owned } from '../deployed/deployed-stacks';

/**
 * What the host names of a cluster or proxy look like, as an expression without anchors:
 * `<cluster>.cluster-<id>.<region>.rds.amazonaws.com`, with `cluster-ro-` for its readers, and `<proxy>.proxy-<id>...`.
 *
 * The names are recognized and not asked for: `GetAtt` and `Describe` calls of an emulator need not agree on the id.
 */
export function endpointPattern(resource: Owned): string {
  const id = '[a-z0-9]+';
  const kind = resource.type === 'AWS::RDS::DBProxy' ? `proxy-${id}` : `cluster-(?:ro-)?${id}`;
  const name = resource.physicalId.toLowerCase().replace(/[^a-z0-9-]/g, '\\$&');
  return `(?<![a-z0-9-])${name}\\.${kind}\\.${resource.region}\\.rds\\.amazonaws\\.com`;
}
