/** From when on Lambda makes no function of a runtime any more, and from when on it changes none; days in UTC. */
export interface RuntimeEnd {
  readonly creation: string;
  readonly change: string;
}

/** When the dates below were looked up. */
export const runtimesAsOf = '2026-11-29';

/** Runtime of the functions that AWS makes to rotate passwords; `docs/deploy.md` says more. */
export const rotationRuntime = 'python3.10';

/**
 * The runtimes that the stacks use, as AWS's table has them (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, in
 * the copy of cfn-lint 1.58). AWS moves these days at times.
 */
export const runtimeEnds: Readonly<Record<string, RuntimeEnd>> = {
  'nodejs22.x': { creation: '2027-06-01', change: '2027-07-01' },
  'nodejs24.x': { creation: '2028-06-01', change: '2028-07-01' },
  'python3.10': { creation: '2027-02-01', change: '2027-03-03' },
  'python3.13': { creation: '2029-07-31', change: '2029-08-31' },
};
