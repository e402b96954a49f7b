import { holdToContract, requireContract } from '../../scripts/build/container/hold';
import type { ImageCase } from './case';
import { type CaseResult, resultOf } from './case-result';
import { SmallImage } from './world/small-image';

/** Plants a case into a small image, and sees whether it is held to keep its contract. */
export async function runImageCase(tried: ImageCase): Promise<CaseResult> {
  const begin = performance.now();
  const image = new SmallImage();
  let refusal: string | undefined;
  try {
    tried.plant(image);
    requireContract(await holdToContract(image.services(), image.docker, image.times));
  } catch (error) {
    refusal = error instanceof Error ? error.message : String(error);
  } finally {
    image.remove();
  }
  return resultOf(tried, refusal, begin);
}
