import { randomUUID } from 'node:crypto';
import { withoutOtherEndpoints } from '../../cloud/base/caller-variables';
import type { Difference } from '../../events/events';
import { codebuildVariables } from './codebuild-variables';
import { type DeclaredVariables, declaredVariables } from './declared-variables';
import { buildDifferences } from './differences';
import { type Job, primaryInput } from './job';
import { baseVariables } from './job-folder';
import { leadingOlderSdks } from './older-sdks';
import { cloudValueStore } from './value-store';

export interface JobVariables {
  /** All variables of the job's processes. */
  readonly env: Readonly<Record<string, string>>;
  /** Values that must not appear in any output. */
  readonly secrets: readonly string[];
  /** In what the job differs from its build in CodeBuild, its variables included. */
  readonly differences: readonly Difference[];
}

/** The variables of a job: this machine's, CodeBuild's, those that are declared, and those that lead its calls into the local cloud. */
export async function jobVariables(job: Job): Promise<JobVariables> {
  const { context, run, project, spec, folder, number } = job;
  const { machine, revision, personVariables, addedVariables, handSetVariables } = context;
  const { account, region, inputs } = run.action;
  const caller = { name: `job ${run.where}`, account, region, roleArn: project.serviceRole };
  const aws = context.cloud.awsVariables(caller);
  const declared = await declaredOf(job, aws);
  const localised = localisedOf(job, declared);
  const wayOut = await context.wayOut.variables(run.where);
  const secondary = inputs.filter((artifact) => artifact !== primaryInput(run));
  const build = {
    id: randomUUID(),
    number,
    startedAt: Date.now(),
    commit: context.sourceVersions.of(run.execution, primaryInput(run), run.pipeline) ?? revision.commit,
  };
  const own = {
    ...personVariables,
    ...baseVariables(machine, folder),
    ...codebuildVariables(run, project, folder, build, secondary),
    ...localised.values,
    ...handSetVariables,
    ...addedVariables,
  };
  return {
    env: {
      ...own,
      // Last, so that nothing a project declares can lead its calls out of the local cloud, or around the proxy.
      ...aws,
      ...leadingOlderSdks(own.NODE_OPTIONS),
      // The CDK's own way to say --no-lookups: what the local cloud answers to a lookup is no account's.
      CDK_LOOKUPS: 'false',
      ...wayOut,
    },
    secrets: [...declared.secrets, ...Object.values(personVariables)],
    differences: [...buildDifferences(project, spec), ...localised.differences, ...ofThisMachine(job)],
  };
}

function declaredOf({ run, project, spec }: Job, aws: Readonly<Record<string, string>>): Promise<DeclaredVariables> {
  const { where, configuration, variables } = run;
  const store = cloudValueStore(where, aws);
  return declaredVariables(where, spec, project, configuration.environmentVariables, variables, store);
}

/** The declared values with addresses on this machine in the place of AWS's. */
function localisedOf({ context }: Job, { values }: DeclaredVariables) {
  const kept = withoutOtherEndpoints(values);
  const all = Object.entries(kept.variables).map(([name, value]) => ({
    name,
    ...context.cloud.backing.localise(value),
  }));
  return {
    values: Object.fromEntries(all.map(({ name, text }) => [name, text])),
    differences: [...kept.differences, ...all.flatMap(({ differences }) => differences)],
  };
}

/** Variables that the rehearsal sets and CodeBuild would not. */
function ofThisMachine({ context: { personVariables, addedVariables, handSetVariables } }: Job): Difference[] {
  const ofOptions = Object.entries(addedVariables).map(([name, value]) => ({
    onAws: `${name} is not set by the rehearsal's command line`,
    here: `${name}=${value}`,
  }));
  const byHand = Object.keys(handSetVariables).map((name) => ({
    onAws: `${name} is what a person has set in the build project by hand, if anybody has`,
    here: 'it is what --job-variable says',
  }));
  const ofPerson = Object.keys(personVariables).map((name) => ({
    onAws: `${name} is not set by the person who rehearses`,
    here: 'it is, unless the build sets it',
  }));
  return [...ofOptions, ...byHand, ...ofPerson];
}
