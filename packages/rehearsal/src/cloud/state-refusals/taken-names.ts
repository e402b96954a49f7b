import type { Claims } from './change';
import { uniqueName } from './custom-name';

/** Services whose resources have one name in an account, wherever they are made. */
const ofNoRegion = /^AWS::(?:CloudFront|IAM)::/;
/** Names that no two accounts share. */
const ofNoAccount = /^AWS::S3::Bucket$/;

/**
 * Why names of new resources are taken, by logical id: by another stack's resource, or by one that a stack has left behind. CloudFormation
 * looks before it deploys, and fails the change set
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html). A name that is known only when it is
 * made fails there.
 *
 * The words are those of https://github.com/aws-cloudformation/rain/pull/744
 */
export async function takenNames({
  account,
  region,
  claims,
  standing,
}: Claims): Promise<Readonly<Record<string, string>>> {
  const place = (type: string, at: { readonly account: string; readonly region: string }, name: string): string =>
    [
      type,
      ofNoAccount.test(type) ? '' : at.account,
      ofNoRegion.test(type) || ofNoAccount.test(type) ? '' : at.region,
      name,
    ].join(' ');
  const taken = new Set<string>();
  for (const { type, properties, ...at } of standing) {
    const name = await uniqueName(type, properties);
    if (name !== undefined) taken.add(place(type, at, name));
  }
  const refused: Record<string, string> = {};
  for (const { logicalId, type, properties } of claims) {
    const name = await uniqueName(type, properties);
    if (name !== undefined && taken.has(place(type, { account, region }, name))) {
      refused[logicalId] = `Resource of type '${type}' with identifier '${name}' already exists.`;
    }
  }
  return refused;
}
