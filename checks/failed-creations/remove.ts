import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@delivery/coded-error';
import { ownershipOf } from '../../contracts/ownership';
import type { Job } from '../job';
import { completedOnce, conditionOf } from './condition';
import { heldBy, maybeNamed, skippedIn } from './holdings';
import type { StackPlace, StackRecord, StackSource } from './stack-record';

/** What the work needs beside the stacks. */
export interface RemoveContext {
  readonly job: Pick<Job, 'say' | 'signal'>;
  /** What the environment's names begin with. */
  readonly namePrefix: string;
  /** Milliseconds between two looks at a stack that something is being done to. */
  readonly pauseMs: number;
  source(stack: StackPlace): StackSource;
}

interface Found {
  readonly place: StackPlace;
  readonly stack: StackRecord;
  readonly source: StackSource;
}

const runbooks = 'docs/runbooks';

/** What stands in the way of a deployment, in words. */
interface Obstacle {
  readonly code: 'TAP3402' | 'TAP3405';
  readonly text: string;
}

/**
 * Deletes those of the stacks that never were complete, after showing what they hold: CloudFormation updates no stack whose
 * creation failed, so the environment would stay without it for good. Every other stack is left as it is.
 *
 * All are looked at before one is deleted, and nothing is deleted if one of them needs a person: because of its status, or
 * because somebody else has named a stack so, which the deployment would turn into the environment's.
 *
 * @param stacks in the order in which they are deployed
 * @throws CodedError TAP3402 if a stack can't be deployed to and may hold data, TAP3405 if one is somebody else's or nothing shows
 * whose it is, TAP3403 if a deletion fails, TAP3404 if one left something behind whose name the next creation needs
 */
export async function removeFailedCreations(stacks: readonly StackPlace[], context: RemoveContext): Promise<void> {
  const { job } = context;
  const failed: Found[] = [];
  const obstacles: Obstacle[] = [];
  for (const place of stacks) {
    const source = context.source(place);
    const stack = await atRest(place, await source.describe(place.name), source, context);
    if (stack === undefined) {
      job.say(`${place.name} (${place.region}): not there yet; its deployment creates it.`);
      continue;
    }
    const found = { place, stack, source };
    const obstacle = await obstacleOf(found, context);
    if (obstacle !== undefined) obstacles.push(obstacle);
    else if (conditionOf(stack.status) === 'ready')
      job.say(`${place.name} (${place.region}): ${stack.status}; left as it is.`);
    else failed.push(found);
  }
  if (obstacles.length > 0) throw refusal(obstacles);
  // Those that were deployed last depend on those before them.
  for (const found of failed.reverse()) await remove(found, context);
  job.say(`Stacks looked at: ${stacks.length}; deleted: ${failed.length}.`);
}

/** Why a stack can neither be deployed to as it is nor be deleted; undefined if it can. */
async function obstacleOf(
  { place, stack, source }: Found,
  { namePrefix }: RemoveContext,
): Promise<Obstacle | undefined> {
  const name = `${place.name} (${place.region}) is in ${stack.status}`;
  const condition = conditionOf(stack.status);
  const ownership = ownershipOf(await source.template(stack.id), { path: place.path, namePrefix });
  if (ownership === 'foreign') {
    return { code: 'TAP3405', text: `${name} and somebody else's: its template is not of ${namePrefix}` };
  }
  if (condition === 'ready') return undefined;
  const doubt =
    condition === 'perhaps a failed creation'
      ? completedOnce(await source.events(stack.id))
      : 'no deployment can update it in this status';
  if (doubt !== undefined) return { code: 'TAP3402', text: `${name}: ${doubt}` };
  if (ownership === 'own') return undefined;
  return { code: 'TAP3405', text: `${name}, and nothing in its template shows that it is of ${namePrefix}` };
}

function refusal(obstacles: readonly Obstacle[]): CodedError {
  const all = `${obstacles.map(({ text }) => text).join('; ')}. Nothing was deleted, and nothing is deployed; ${runbooks}`;
  return obstacles.some(({ code }) => code === 'TAP3405')
    ? new CodedError('TAP3405', `${all}/first-deployment.md says what to do where two copies meet`)
    : new CodedError('TAP3402', `${all}/README.md says which page has this status`);
}

/** Waits until nothing is being done to a stack: what began before this execution may still roll back. */
async function atRest(
  place: StackPlace,
  first: StackRecord | undefined,
  source: StackSource,
  { job, pauseMs }: RemoveContext,
): Promise<StackRecord | undefined> {
  let stack = first;
  let told = '';
  while (stack !== undefined && conditionOf(stack.status) === 'busy') {
    if (told !== stack.status)
      job.say(`${place.name} (${place.region}): ${stack.status}; waiting until it is at rest.`);
    told = stack.status;
    await sleep(pauseMs, undefined, { signal: job.signal });
    stack = await source.describe(stack.id);
  }
  return stack?.status === 'DELETE_COMPLETE' ? undefined : stack;
}

async function remove({ place, stack, source }: Found, context: RemoveContext): Promise<void> {
  const { job } = context;
  job.say(`${place.name} (${place.region}): ${stack.status}; it never was complete, so it is deleted.`);
  const events = await source.events(stack.id);
  for (const { logicalId, type, reason } of events.filter(({ status }) => status === 'CREATE_FAILED').reverse()) {
    job.say(`  failed: ${logicalId} (${type}): ${reason}`);
  }
  const held = heldBy(events);
  for (const { logicalId, type, physicalId, status } of held) {
    job.say(`  holds: ${logicalId} (${type}) ${physicalId}, ${status}`);
  }
  if (held.length === 0) job.say('  It holds nothing any more.');
  await source.delete(stack.id);
  const after = await atRest(place, await source.describe(stack.id), source, context);
  const all = await source.events(stack.id);
  const later = all.slice(0, all.length - events.length);
  if (after !== undefined) {
    const reasons = later.filter(({ status, ofStack }) => status === 'DELETE_FAILED' && !ofStack);
    throw new CodedError(
      'TAP3403',
      `${place.name} (${place.region}) could not be deleted, it is in ${after.status}: ${
        reasons.map(({ logicalId, type, reason }) => `${logicalId} (${type}): ${reason}`).join('; ') ||
        (after.statusReason ?? 'CloudFormation gives no reason')
      }. ${runbooks}/first-deployment.md says what to do`,
    );
  }
  const kept = skippedIn(later);
  for (const { logicalId, type, physicalId } of kept) job.say(`  stays: ${logicalId} (${type}) ${physicalId}`);
  job.say(`${place.name} (${place.region}): deleted${kept.length > 0 ? ', but for what stays' : ''}.`);
  const named = kept.filter(maybeNamed);
  if (named.length > 0) {
    throw new CodedError(
      'TAP3404',
      `${place.name} (${place.region}) is deleted, but its deletion kept ${named
        .map(({ type, physicalId }) => `${type} ${physicalId}`)
        .join(
          ', ',
        )}: the next creation would find the name taken. ${runbooks}/first-deployment.md says how to remove it`,
    );
  }
}
