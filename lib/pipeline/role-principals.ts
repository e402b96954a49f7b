import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';

/**
 * A statement of a resource's policy in which a role is named by a condition, its account as the principal.
 *
 * The CDK lets the deploy roles of all accounts read artifacts and names them as principals. S3 and KMS refuse a policy
 * that names a role which doesn't exist, so the first deployment would fail until the last account was bootstrapped; and
 * they keep a role's id in place of its name, so a role that was made again would be locked out
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 *
 * @param scope resource whose policy it is
 * @param ownAccount principal for a role of the resource's own account
 */
export function roleByCondition(
  scope: IConstruct,
  statement: iam.PolicyStatement,
  ownAccount: iam.IPrincipal,
): iam.PolicyStatement {
  const [principal] = statement.principals;
  if (!isRole(principal)) return statement;
  // The CDK writes the pipeline's own account either way.
  const own = [Aws.ACCOUNT_ID, Stack.of(scope).account].includes(principal.env.account);
  const account = own ? Stack.of(scope).account : principal.env.account;
  return statement.copy({
    principals: [own ? ownAccount : new iam.AccountPrincipal(account)],
    conditions: {
      StringEquals: { 'aws:PrincipalAccount': account },
      ArnEquals: { 'aws:PrincipalArn': principal.roleArn },
    },
  });
}

function isRole(principal: iam.IPrincipal | undefined): principal is iam.IRole {
  return principal !== undefined && 'roleArn' in principal;
}

/** A key that may be used by roles of accounts that were not bootstrapped yet. */
export class ArtifactKey extends kms.Key {
  override addToResourcePolicy(statement: iam.PolicyStatement, allowNoOp?: boolean): iam.AddToResourcePolicyResult {
    // In the key's own account the account's policies decide, as the key's first statement says.
    return super.addToResourcePolicy(roleByCondition(this, statement, new iam.AccountRootPrincipal()), allowNoOp);
  }
}
