import { type GateName, gateNames } from '../../contracts/gates';
import type { Case, GateCase, ImageCase, SynthCase } from './case';
import type { CaseResult } from './case-result';
import { runCase } from './run-case';
import { runImageCase } from './run-image-case';
import { runSynthCase } from './run-synth-case';
import type { Bundle } from './world/bundle';

export interface RunCases {
  readonly cases: readonly Case[];
  readonly bundle: Bundle;
  readonly signal: AbortSignal;
  readonly ended: (result: CaseResult) => void;
}

/** How many of a gate go side by side. */
const usualWidth = 2;
/** A watch over alarms mostly waits, and so does an image's contract. */
const widths: Readonly<Partial<Record<GateName | 'image', number>>> = { image: 4, alarms: 8 };

/** Tries all cases. A sabotage that is stopped with the very words of another one is none of its own. */
export async function runCases({ cases, bundle, signal, ended }: RunCases): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const stoppedSo = new Map<string, string>();
  const keep = (result: CaseResult) => {
    const distinct = distinctOf(result, stoppedSo);
    results.push(distinct);
    ended(distinct);
  };
  const ofGate = (gate: GateName) => cases.filter((one): one is GateCase => one.gate === gate);
  const inTurns = (gate: GateName) =>
    sideBySide(ofGate(gate), widths[gate] ?? usualWidth, signal, async (one) =>
      keep(await untilTheMachineCan(() => runCase(one, bundle, signal))),
    );
  const synths = cases.filter((one): one is SynthCase => one.gate === 'synth');
  await sideBySide(synths, 1, signal, async (one) => keep(await runSynthCase(one)));
  const images = cases.filter((one): one is ImageCase => one.gate === 'image');
  await sideBySide(images, widths.image ?? usualWidth, signal, async (one) => keep(await runImageCase(one)));
  await Promise.all(gateNames.filter((gate) => gate !== 'load').map(inTurns));
  // Alone, so that nothing else makes answers late.
  await inTurns('load');
  return results;
}

/**
 * Once more where the machine may be at fault, which says nothing of the gate: the gate says so, or a good load was stopped. A
 * gate that stops what is good stops it twice.
 */
async function untilTheMachineCan(run: () => Promise<CaseResult>): Promise<CaseResult> {
  const first = await run();
  const { tried, problem } = first;
  if (problem === undefined) return first;
  const goodLoad = tried.gate === 'load' && tried.kind !== 'sabotage';
  return goodLoad || problem.includes('The machine that generates the load') ? run() : first;
}

function distinctOf(result: CaseResult, stoppedSo: Map<string, string>): CaseResult {
  const { tried, problem, signature } = result;
  if (tried.kind !== 'sabotage' || tried.variant || problem !== undefined) return result;
  const key = `${tried.gate} ${signature}`;
  const other = stoppedSo.get(key);
  if (other !== undefined) return { ...result, problem: `it is stopped by the same words as "${other}"` };
  stoppedSo.set(key, tried.name);
  return result;
}

async function sideBySide<Item>(
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
