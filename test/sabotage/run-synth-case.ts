import type { SynthCase } from './case';
import { type CaseResult, signatureOf } from './case-result';

/** Plants a case of the strict synth, and sees whether it is refused. */
export async function runSynthCase(tried: SynthCase): Promise<CaseResult> {
  const begin = performance.now();
  // Only here: the CDK takes seconds to load, and a list of cases needs none of it.
  const { SmallSynth } = await import('./world/small-synth.ts');
  const synth = new SmallSynth();
  let refusal: string | undefined;
  try {
    tried.plant(synth);
    synth.carryOut();
  } catch (error) {
    refusal = error instanceof Error ? error.message : String(error);
  }
  const seconds = (performance.now() - begin) / 1000;
  return { tried, problem: problemOf(tried, refusal), signature: signatureOf(tried, [refusal ?? '']), seconds };
}

function problemOf(tried: SynthCase, refusal: string | undefined): string | undefined {
  if (tried.kind !== 'sabotage') {
    if (refusal === undefined) return undefined;
    return `${tried.kind === 'neighbour' ? 'it was refused' : 'it is known not to be refused, and was'}:\n${refusal.slice(0, 2_000)}`;
  }
  if (refusal === undefined) return 'it passed';
  return tried.says.test(refusal)
    ? undefined
    : `it was refused by something else than ${tried.says}:\n${refusal.slice(0, 2_000)}`;
}
