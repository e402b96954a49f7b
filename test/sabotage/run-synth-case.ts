import type { SynthCase } from './case';
import { type CaseResult, resultOf } from './case-result';

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
  return resultOf(tried, refusal, begin);
}
