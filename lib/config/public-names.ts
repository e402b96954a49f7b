import { fail } from './fail';
import type { EnvironmentConfiguration } from './schema';

/**
 * What names and certificates of several environments must be to each other, and to the accounts.
 *
 * @throws CodedError TAP1021 and TAP1022
 */
export function checkPublicNames(environments: readonly EnvironmentConfiguration[]): void {
  checkDomains(environments);
  for (const [index, environment] of environments.entries()) {
    checkCertificateAccounts(`environments[${index}].edge`, environment);
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html */
function checkDomains(environments: readonly EnvironmentConfiguration[]): void {
  const seen = new Map<string, string>();
  for (const [index, { edge }] of environments.entries()) {
    const where = `environments[${index}].edge.domain`;
    if (edge.domain === undefined) continue;
    const other = seen.get(edge.domain);
    if (other) {
      fail('TAP1021', where, edge.domain, `is ${other} too; CloudFront gives a name to one distribution alone`);
    }
    seen.set(edge.domain, where);
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
function checkCertificateAccounts(where: string, { account, edge }: EnvironmentConfiguration): void {
  const certificates = [
    { at: `${where}.certificateArn`, arn: edge.certificateArn },
    { at: `${where}.origin.certificateArn`, arn: edge.origin?.certificateArn },
  ];
  for (const { at, arn } of certificates) {
    if (arn !== undefined && account !== undefined && arn.split(':')[4] !== account) {
      fail('TAP1022', at, arn, `is not in the environment's account (${account}), and certificates are not shared`);
    }
  }
}
