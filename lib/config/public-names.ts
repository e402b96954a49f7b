import { fail } from './fail';
import type { EnvironmentConfiguration } from './schema';

/**
 * What names and certificates of several environments must be to each other, and to the accounts.
 *
 * @throws CodedError TAP1021 and TAP1022
 */
export function checkPublicNames(environments: readonly EnvironmentConfiguration[]): void {
  checkDomains(environments);
  checkCertificateAccounts(environments);
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

/**
 * Where no account is named, everything goes to one, and so do the certificates.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
function checkCertificateAccounts(environments: readonly EnvironmentConfiguration[]): void {
  let common: string | undefined;
  for (const [index, { account, edge }] of environments.entries()) {
    const where = `environments[${index}].edge`;
    const certificates = [
      { at: `${where}.certificateArn`, arn: edge.certificateArn },
      { at: `${where}.origin.certificateArn`, arn: edge.origin?.certificateArn },
    ];
    for (const { at, arn } of certificates) {
      if (arn === undefined) continue;
      const home = arn.split(':')[4];
      common ??= home;
      if (account !== undefined && home !== account) {
        fail('TAP1022', at, arn, `is not in the environment's account (${account}), and certificates are not shared`);
      }
      if (account === undefined && home !== common) {
        const rule = `is in another account than the first certificate (${common}), but without accounts everything goes to one; name the accounts`;
        fail('TAP1022', at, arn, rule);
      }
    }
  }
}
