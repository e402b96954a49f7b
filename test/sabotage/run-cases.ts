import type { Case } from './case';
import { type CaseResult, runCase } from './run-case';
import type { Bundle } from './world/bundle';

export interface RunCases {
  readonly cases: readonly Case[];
  readonly bundle: Bundle;
  readonly signal: AbortSignal;
  readonly ended: (result: CaseResult) => void;
}

/** How many go side by side: a load takes the processor, a watch over alarms mostly waits. */
const sideBySide = { load: 2, smoke: 2, alarms: 8 } as const;

/** Tries all cases. A sabotage that is stopped with the very words of another one is none of its own. */
export async function runCases({ cases, bundle, signal, ended }: RunCases): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const stoppedSo = new Map<string, string>();
  const keep = (result: CaseResult) => {
    const distinct = distinctOf(result, stoppedSo);
    results.push(distinct);
    ended(distinct);
  };
  const quick = async (gate: 'smoke' | 'alarms') => {
    await inTurns(
      cases.filter((one) => one.gate === gate),
      sideBySide[gate],
      signal,
      async (one) => keep(await runCase(one, bundle, signal)),
    );
  };
  await Promise.all([quick('smoke'), quick('alarms')]);
  // Alone, so that nothing else makes answers late.
  await inTurns(
    cases.filter(({ gate }) => gate === 'load'),
    sideBySide.load,
    signal,
    async (one) => keep(await runCase(one, bundle, signal)),
  );
  return results;
}

function distinctOf(result: CaseResult, stoppedSo: Map<string, string>): CaseResult {
  const { tried, problem, signature } = result;
  if (tried.kind !== 'sabotage' || problem !== undefined) return result;
  const key = `${tried.gate} ${signature}`;
  const other = stoppedSo.get(key);
  if (other !== undefined) return { ...result, problem: `it is stopped by the same words as "${other}"` };
  stoppedSo.set(key, tried.name);
  return result;
}

async function inTurns<Item>(
  items: readonly Item[],
  width: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
