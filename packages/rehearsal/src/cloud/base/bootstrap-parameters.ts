import { readFile } from 'node:fs/promises';

/** Name of the stack that `cdk bootstrap` makes; under a qualifier of one's own, with that at its end. */
const toolkit = 'CDKToolkit';

/** Qualifier where nobody chose one. */
const defaultQualifier = 'hnb659fds';

/**
 * The qualifier that a stack was synthesized for.
 *
 * @param versionParameter the parameter in which the bootstrap stack keeps its version, as the assembly names it
 */
export function bootstrapQualifier(versionParameter: string | undefined): string {
  return /^\/cdk-bootstrap\/([^/]+)\/version$/.exec(versionParameter ?? '')?.[1] ?? defaultQualifier;
}

/** Name of the bootstrap stack with a qualifier, as `docs/deploy.md` names it. */
export function bootstrapStack(qualifier: string): string {
  return qualifier === defaultQualifier ? toolkit : `${toolkit}-${qualifier}`;
}

/** True for the name of a bootstrap stack. */
export function isBootstrapStack(name: string): boolean {
  return name === toolkit || name.startsWith(`${toolkit}-`);
}

/** The template's own parameters, as `cdk bootstrap --qualifier ... --trust ... --cloudformation-execution-policies ...` sets them. */
export function bootstrapParameters(qualifier: string, trustedAccount: string): Record<string, string> {
  return {
    Qualifier: qualifier,
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
