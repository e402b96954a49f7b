import { exitCodes, RunError } from '../command/run-error';
import { declaredVariables } from '../model/read-pipeline';
import type { SynthesizedPipeline } from './assembly';

/**
 * Looks whether every variable of the pipeline has a value, as CodePipeline does when an execution starts
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-variables.html).
 *
 * @param given names of variables that the run was given values for
 * @throws RunError TAP4085 if one has none, or is none of the pipeline's
 */
export function checkVariables(
  given: readonly string[],
  { properties }: Pick<SynthesizedPipeline, 'properties'>,
): void {
  const declared = declaredVariables(properties);
  const names = declared.map(({ name }) => name);
  const nowhere = given.find((name) => !names.includes(name));
  if (nowhere !== undefined) {
    const known = names.length === 0 ? 'none' : names.join(', ');
    throw refused(`--pipeline-variable ${nowhere}: the pipeline has no such variable; it has ${known}.`);
  }
  const missing = declared.filter(({ name, hasDefault }) => !hasDefault && !given.includes(name));
  if (missing.length === 0) return;
  const all = missing.map(({ name }) => name).join(', ');
  throw refused(
    `The pipeline has variables without a default value: ${all}; give each one by --pipeline-variable NAME=VALUE.`,
  );
}

function refused(message: string): RunError {
  return new RunError('TAP4085', exitCodes.wrongUse, message);
}
