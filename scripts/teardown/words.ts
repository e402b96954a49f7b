import type { CodedError } from '@delivery/coded-error';
import { placeName } from '../accounts/places';
import type { TeardownEnd } from './delete-in-order';
import { stepsOf } from './deletion-order';
import type { PastStack } from './past-stacks';
import type { PipelineState } from './pipeline-at-work';
import type { Plan } from './plan';
import type { Subject } from './subject';
import { whatToDo } from './what-to-do';

/** What would go, in which order, and what is left alone. */
export function planLines(plan: Plan): readonly string[] {
  const { stacks, order } = plan;
  const steps = stepsOf(stacks, order).map((step, index) => {
    const names = step.map(({ name, region, resources, status }) => {
      const state = status.startsWith('DELETE_') ? `, ${status}` : '';
      return `${name} (${region}, ${resources.length} resources${state})`;
    });
    return `  ${index + 1}. ${names.join(', ')}`;
  });
  return ['Goes, each step when the one before is gone:', ...steps, ...leftAloneLines(plan)];
}

/** Stacks that only look like the environment's. */
export function leftAloneLines({ others }: Pick<Plan, 'others'>): readonly string[] {
  return others.map(
    ({ name, region }) => `Left alone: ${name} (${region}), because nothing in it shows that it is this environment's.`,
  );
}

/** A day as the lists write it. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function pastLines(past: readonly PastStack[]): readonly string[] {
  return past.map(({ name, region, deletedAt }) => {
    const when = deletedAt === undefined ? '' : ` on ${dayOf(deletedAt)}`;
    return `  ${name} (${region}) was deleted${when}`;
  });
}

/** What is the pipeline's and not the environment's. */
export function pipelineLines(
  { name, configured, pipeline }: Subject,
  state: PipelineState | undefined,
): readonly string[] {
  const where = placeName(pipeline);
  const seen =
    state === undefined ? [`Not seen: whether the pipeline ${pipeline.name} (${where}) is deploying ${name}.`] : [];
  if (configured === undefined) {
    return [
      ...seen,
      state?.kind === 'at rest'
        ? `The pipeline ${pipeline.name} (${where}) still has the stage ${state.stage}, and deploys ${name} again with the next push: push the configuration without it first.`
        : `The configuration has ${name} no more, so no push brings it back.`,
    ];
  }
  const closed = state?.kind === 'at rest' && state.closed;
  return [
    ...seen,
    `${name} is still in lib/config/environments.ts: the next push deploys it again${closed ? ', as soon as the transition into its stage is enabled again' : ''}.`,
    `The pipeline (${where}) keeps its stage, the jobs of its gates, their roles and report groups. They go when its entry is removed and pushed.`,
    'The bootstrap (stack CDKToolkit) stays for what else is in the account.',
  ];
}

/** Why a teardown did not come to its end, and what to do. */
export function failureLines({ failed, refused, left }: TeardownEnd): readonly string[] {
  return [
    ...failed.flatMap(({ stack, resources }) => [
      `${stack.name} (${stack.region}) could not be deleted:`,
      ...resources.flatMap((resource) => [
        `  ${resource.type} ${resource.logicalId} (${resource.physicalId}): ${resource.reason}`,
        `    to do: ${whatToDo(resource, stack.region)}`,
      ]),
    ]),
    ...(refused === undefined ? [] : [`${refused.stack.name} (${refused.stack.region}): ${refused.error.message}`]),
    ...(left.length === 0 ? [] : [`Not begun: ${left.map(({ name }) => name).join(', ')}.`]),
  ];
}

export function obstacleLines(obstacles: readonly CodedError[]): readonly string[] {
  return ['Nothing was deleted:', ...obstacles.map(({ message }) => message)];
}
