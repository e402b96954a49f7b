import { isRecord } from '../base/record';

/** Whether a role's trust policy lets a service take the role. Conditions are taken as met: they speak of the call. */
export function trusts(policy: unknown, service: string): boolean {
  const statements = isRecord(policy) ? [policy.Statement].flat() : [];
  return statements.some((statement) => {
    if (!isRecord(statement) || statement.Effect !== 'Allow') return false;
    const { Principal: principal } = statement;
    const services = isRecord(principal) ? [principal.Service].flat() : [];
    const anyone = principal === '*' || (isRecord(principal) && [principal.AWS].flat().includes('*'));
    const actions = [statement.Action].flat();
    return (
      (anyone || services.includes(service)) && ['*', 'sts:*', 'sts:AssumeRole'].some((one) => actions.includes(one))
    );
  });
}
