import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface RoleForJobProps {
  /** Physical name, known to the pipeline before the role exists. */
  readonly roleName: string;
  readonly trusted: {
    /** @default - the account of this environment */
    readonly account?: string;
    /** Name of the job's role in the pipeline's account. */
    readonly roleName: string;
  };
}

/** What a job of the pipeline may do in the environment's account, given to exactly one role there. */
export class RoleForJob extends iam.Role {
  /** Physical name as text, where `roleName` is a reference. */
  readonly fixedName: string;

  constructor(scope: Construct, id: string, props: RoleForJobProps) {
    const { account, roleName } = props.trusted;
    const trusted = Stack.of(scope).formatArn({
      service: 'iam',
      region: '',
      account,
      resource: 'role',
      resourceName: roleName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    super(scope, id, {
      roleName: props.roleName,
      description: `Assumed by ${roleName} alone`,
      // IAM refuses a principal that doesn't exist yet: the account is trusted, and the role named by a condition.
      assumedBy: new iam.AccountPrincipal(account ?? Stack.of(scope).account).withConditions({
        ArnEquals: { 'aws:PrincipalArn': trusted },
      }),
    });
    this.fixedName = props.roleName;
  }
}
