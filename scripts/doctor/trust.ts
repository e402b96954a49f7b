/** A statement of a trust policy; every field may be one value or several. */
interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | { readonly AWS?: string | readonly string[] };
  readonly Condition?: unknown;
}

/**
 * Whether a role lets an account assume it, as far as its trust policy tells: what depends on conditions of a team's own, nobody
 * can judge who is not asking for the role.
 */
export type Trust = 'trusts' | 'does not trust' | 'trusts under conditions';

/**
 * What a role's trust policy says of an account. A denial goes before what allows
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 *
 * @param document as IAM answers it: JSON, encoded like an address
 */
export function trustOf(document: string | undefined, account: string): Trust {
  if (document === undefined) return 'does not trust';
  const { Statement = [] } = JSON.parse(decodeURIComponent(document)) as {
    Statement?: Statement | readonly Statement[];
  };
  const meant = listOf(Statement).filter((statement) => isAbout(statement, account));
  const denied = meant.filter(({ Effect }) => Effect === 'Deny');
  const allowed = meant.filter(({ Effect }) => Effect === 'Allow');
  if (allowed.length === 0 || denied.some((one) => !isConditional(one))) return 'does not trust';
  return denied.length > 0 || allowed.every(isConditional) ? 'trusts under conditions' : 'trusts';
}

function isAbout({ Action, Principal }: Statement, account: string): boolean {
  return (
    listOf(Action).some((action) => ['sts:AssumeRole', 'sts:*', '*'].includes(action)) &&
    principalsOf(Principal).some(
      (name) => name === '*' || name === account || new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(name),
    )
  );
}

/**
 * That nobody may name an external id is the bootstrap template's own condition, and holds for the pipeline, which names none
 * (https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml).
 */
function isConditional({ Condition }: Statement): boolean {
  return Condition !== undefined && JSON.stringify(Condition) !== '{"Null":{"sts:ExternalId":"true"}}';
}

function principalsOf(principal: Statement['Principal']): readonly string[] {
  return typeof principal === 'string' ? [principal] : listOf(principal?.AWS);
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
