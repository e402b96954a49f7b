import type { Report } from '@delivery/rehearsal/report/schema';
import { gates } from '../contracts/gates';

/** Seconds of a load test's job beside its load. */
export interface Margins {
  /** From the start of the job until the first answer. What the job did after its verdict is in it, too: it is an upper bound. */
  readonly before: number;
  /** From the last answer until the verdict. */
  readonly after: number;
}

type Run = Pick<Report, 'gates' | 'stages'>;

/**
 * What each load test of a run spent before its load and after it.
 *
 * @throws Error for a load test of which answers or the action are not known
 */
export function loadMargins(run: Run): readonly Margins[] {
  return run.gates
    .filter(({ gate }) => gate === 'load')
    .map(({ environment, subject, endedAt }) => {
      const [first, last] = (subject.answered ?? '').split('/').map((time) => Date.parse(time) / 1000);
      const stage = run.stages.find(({ name }) => name === environment);
      const action = stage?.actions.find(({ name }) => name === gates.load.action);
      if (!action || !first || !last) throw new Error(`nothing says when the load of ${environment} was answered`);
      const end = Date.parse(endedAt) / 1000;
      return { before: action.seconds - (end - first), after: end - last };
    });
}
