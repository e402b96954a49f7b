import { readFile } from 'node:fs/promises';

/** Stack, and the template's own parameters, as `cdk bootstrap --trust ... --cloudformation-execution-policies ...` sets them. */
export const BOOTSTRAP_STACK = 'CDKToolkit';

export function bootstrapParameters(trustedAccount: string): Record<string, string> {
  return {
    TrustedAccounts: trustedAccount,
    CloudFormationExecutionPolicies: 'arn:aws:iam::aws:policy/AdministratorAccess',
    FileAssetsBucketKmsKeyId: 'AWS_MANAGED_KEY',
    PublicAccessBlockConfiguration: 'true',
  };
}

/** The pinned CLI's own bootstrap template, as text. */
export function bootstrapTemplate(): Promise<string> {
  return readFile(require.resolve('aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'), 'utf8');
}
