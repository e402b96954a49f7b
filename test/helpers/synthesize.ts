import { overridesInForce, parseConfiguration } from '../../lib/config';
import { DeliveryApp } from '../../lib/pipeline/delivery-app';
import { imageDigest, isOfThePipeline } from '../../lib/pipeline/image-digest';
import { cdkContext, type Input } from './variants';

/**
 * Environment variables of a synth that is only read: the validator takes as long as everything else, and the strict gate runs it;
 * where a construct was made is for people to read, and noting it for each takes a tenth of the time.
 */
export const ofAQuickSynth = { CDK_VALIDATION: 'false', CDK_DISABLE_STACK_TRACE: 'true' } as const;

/** Synthesizes the app with the context of cdk.json and what is added to it. */
export function synthesize(
  { data, env }: Input,
  outdir: string,
  context: Readonly<Record<string, unknown>> = {},
): void {
  new DeliveryApp({
    configuration: parseConfiguration(data, env),
    imageDigest: imageDigest(env),
    overrides: overridesInForce(env),
    terminationProtection: isOfThePipeline(env),
    context: { ...cdkContext(), ...context },
    outdir,
  }).synth();
}
