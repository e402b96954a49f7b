import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct, IConstruct } from 'constructs';

/**
 * A statement of a resource's policy in which a role of another account is named by a condition, its account as the principal.
 *
 * The CDK lets the deploy roles of all accounts read artifacts and names them as principals. S3 and KMS refuse a policy
 * that names a role which doesn't exist, so the first deployment would fail until the last account was bootstrapped; and
 * they keep a role's id in place of its name, so a role that was made again would be locked out
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 *
 * The roles of the resource's own account stay named: one of them deploys the resource, so they are there.
 *
 * @param scope resource whose policy it is
 */
export function roleByCondition(scope: IConstruct, statement: iam.PolicyStatement): iam.PolicyStatement {
  const [principal] = statement.principals;
  // The CDK writes the pipeline's own account either way.
  const own = [Aws.ACCOUNT_ID, Stack.of(scope).account];
  if (!isRole(principal) || own.includes(principal.env.account)) return statement;
  const { account } = principal.env;
  return statement.copy({
    principals: [new iam.AccountPrincipal(account)],
    conditions: {
      StringEquals: { 'aws:PrincipalAccount': account },
      ArnEquals: { 'aws:PrincipalArn': principal.roleArn },
    },
  });
}

function isRole(principal: iam.IPrincipal | undefined): principal is iam.IRole {
  return principal !== undefined && 'roleArn' in principal;
}

/** A key that may be used by roles of accounts that were not bootstrapped yet, and that outlives its stack with what it encrypts. */
export class ArtifactKey extends kms.Key {
  constructor(scope: Construct, id: string, props: kms.KeyProps) {
    super(scope, id, { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, ...props });
  }

  override addToResourcePolicy(statement: iam.PolicyStatement, allowNoOp?: boolean): iam.AddToResourcePolicyResult {
    return super.addToResourcePolicy(roleByCondition(this, statement), allowNoOp);
  }
}
