/** A trust policy with one statement. */
export const trust = (Principal: unknown, Action: unknown = 'sts:AssumeRole', Effect = 'Allow') => ({
  Statement: [{ Effect, Principal, Action }],
});
