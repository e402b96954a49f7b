/** A statement of a trust policy; every field may be one value or several. */
interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | { readonly AWS?: string | readonly string[] };
}

/**
 * Whether a role's trust policy lets an account assume it.
 *
 * @param document as IAM answers it: JSON, encoded like an address
 */
export function trusts(document: string | undefined, account: string): boolean {
  if (document === undefined) return false;
  const { Statement = [] } = JSON.parse(decodeURIComponent(document)) as {
    Statement?: Statement | readonly Statement[];
  };
  return listOf(Statement).some(
    ({ Effect, Action, Principal }) =>
      Effect === 'Allow' &&
      listOf(Action).some((action) => ['sts:AssumeRole', 'sts:*', '*'].includes(action)) &&
      principalsOf(Principal).some(
        (name) => name === '*' || name === account || name === `arn:aws:iam::${account}:root`,
      ),
  );
}

function principalsOf(principal: Statement['Principal']): readonly string[] {
  return typeof principal === 'string' ? [principal] : listOf(principal?.AWS);
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
