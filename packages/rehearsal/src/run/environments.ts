import { exitCodes, RunError } from '../command/run-error';
import type { DeployableStack } from '../model/deployable-stack';
import type { Assembly } from './assembly';

/** A stage of the pipeline that deploys stacks. */
interface PipelineEnvironment {
  readonly name: string;
  /** None before one that it depends on. */
  readonly stacks: readonly DeployableStack[];
}

/** The stages of the pipeline that deploy stacks, in order. */
async function environmentsOf(
  assembly: Pick<Assembly, 'pipeline' | 'deployableStacks'>,
): Promise<readonly PipelineEnvironment[]> {
  const { stages } = await assembly.pipeline();
  return stages
    .map(({ name }) => ({ name, stacks: assembly.deployableStacks(name) }))
    .filter(({ stacks }) => stacks.length > 0);
}

/**
 * Names of the environments that stand deployed before the push, up to the last one that the run comes to.
 *
 * @param from the commit that stands deployed, and the revision by which it was asked for
 * @throws RunError TAP4089 if the commits are not of one application, or the run comes to no environment
 */
export async function standingEnvironments(
  from: { readonly revision: string; readonly assembly: Pick<Assembly, 'pipeline' | 'deployableStacks'> },
  pushed: Pick<Assembly, 'pipeline' | 'deployableStacks'>,
  until: string | undefined,
): Promise<readonly string[]> {
  const [before, after] = [await environmentsOf(from.assembly), await environmentsOf(pushed)];
  const [was, is] = [namesOf(before), namesOf(after)];
  if (was !== is) {
    refuse(from.revision, `it has the environments ${was || 'none'}, and the rehearsed commit has ${is || 'none'}`);
  }
  const other = before.find(({ stacks }, index) => !stacks.some((stack) => after[index]?.stacks.some(isSame(stack))));
  if (other !== undefined) {
    const [one, another] = [other, after[before.indexOf(other)]].map((found) => found?.stacks[0]);
    refuse(
      from.revision,
      `it deploys none of the stacks of ${other.name} that the rehearsed commit does, such as ${placeOf(one)}, not ${placeOf(another)}`,
    );
  }
  const stages = (await pushed.pipeline()).stages.map(({ name }) => name);
  const last = until === undefined ? stages.length : stages.indexOf(until);
  const reached = before.filter(({ name }) => stages.indexOf(name) <= last);
  if (reached.length === 0)
    refuse(from.revision, `the run comes to none of the environments ${was || '(it has none)'}`);
  return reached.map(({ name }) => name);
}

function isSame(stack: DeployableStack): (other: DeployableStack) => boolean {
  return ({ name, account, region }) => name === stack.name && account === stack.account && region === stack.region;
}

function placeOf(stack: DeployableStack | undefined): string {
  return stack === undefined ? 'none' : `${stack.name} in ${stack.account}, ${stack.region}`;
}

function namesOf(environments: readonly PipelineEnvironment[]): string {
  return environments.map(({ name }) => name).join(', ');
}

function refuse(revision: string, why: string): never {
  throw new RunError('TAP4089', exitCodes.wrongUse, `--from ${revision}: ${why}. Nothing of it can be updated.`);
}
