import { CodedError } from '@delivery/coded-error';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { type Access, Accounts, isAccess } from '../accounts/access';
import { placeName } from '../accounts/places';
import type { Profiles } from '../accounts/profiles';
import { AccountClients } from './aws';
import { carryOut } from './carry-out';
import type { Kept } from './kept';
import { lookAtKept } from './left';
import { leftLines } from './left-words';
import { obstaclesOf } from './obstacles';
import { findPastStacks, type PastStack } from './past-stacks';
import { type PipelineState, pipelineState } from './pipeline-at-work';
import { type Plan, planTeardown } from './plan';
import type { Subject } from './subject';
import { leftAloneLines, obstacleLines, pastLines, pipelineLines, planLines } from './words';

/** What is to be done. */
export interface TeardownOrder {
  readonly subject: Subject;
  readonly profiles: Profiles;
  /** Only shows what would be done. */
  readonly show: boolean;
  /** Goes on where nobody can look at the pipeline. */
  readonly pipelineUnseen: boolean;
  /** The name was given on the command line, so nobody is asked for it. */
  readonly confirmed: boolean;
}

/** What a teardown finds around it. */
export interface TeardownSurroundings {
  readonly say: (line: string) => void;
  /** Asks a person; undefined if the input ends without an answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at a deletion. */
  readonly pauseMs: number;
  /** Told before the first deletion is begun. */
  readonly begins?: () => void;
}

/**
 * Takes an environment down. Called again it goes on where it stopped: what is gone is not looked for, what is being deleted is
 * joined, what failed is tried again.
 *
 * @returns the exit code: 0 if it is down, or was shown; 1 if it is not
 * @throws CodedError if it can't be looked at, or not followed any more
 */
export async function teardown(order: TeardownOrder, around: TeardownSurroundings): Promise<number> {
  const { subject } = order;
  const { say } = around;
  const accounts = new Accounts({ profiles: order.profiles });
  const access = await open(accounts, subject.account);
  const clients = new AccountClients(access);
  const place = placeName({ account: access.account, region: subject.region });
  say(`${subject.name} of ${subject.application} in ${place}, by ${access.by} (${access.arn})`);
  const plan = await planTeardown(subject, clients);
  around.signal.throwIfAborted();
  if (plan.stacks.length === 0) return nothingLeft(subject, place, plan, clients, say);
  const pipeline = await lookAtPipeline(order, accounts);
  print(say, planLines(plan));
  const kept = [...plan.kept, ...leftBy(plan.past)];
  print(say, leftLines(await lookAtKept(kept, clients)));
  print(say, pipelineLines(subject, pipeline));
  if (isHindered(subject, plan, pipeline, say)) return exitCodes.stopped;
  if (order.show) return exitCodes.promoted;
  if (!order.confirmed) {
    await confirm(subject, plan, around);
    // While somebody was asked, a push may have come, or another person.
    const now = await planTeardown(subject, clients);
    if (isHindered(subject, now, await lookAtPipeline(order, accounts), say)) return exitCodes.stopped;
  }
  await carryOut({ plan, clients, ...around });
  say(
    `${subject.name} is down: ${plan.stacks.length === 1 ? 'its last stack is' : `${plan.stacks.length} stacks are`} gone.`,
  );
  const past = await findPastStacks(subject, clients);
  print(say, leftLines(await lookAtKept(leftBy(past), clients)));
  return exitCodes.promoted;
}

function leftBy(past: readonly PastStack[]): readonly Kept[] {
  return past.flatMap(({ kept }) => kept);
}

/** Says what stands in the way, all at once. */
function isHindered(
  subject: Subject,
  plan: Plan,
  pipeline: PipelineState | undefined,
  say: (line: string) => void,
): boolean {
  const obstacles = obstaclesOf(subject, plan, pipeline);
  if (obstacles.length > 0) print(say, obstacleLines(obstacles));
  return obstacles.length > 0;
}

async function open(accounts: Accounts, account: string | undefined): Promise<Access> {
  const way = await accounts.open({ account, places: [] });
  if (isAccess(way)) return way;
  throw way.reason;
}

/** @throws CodedError TAP6509 if nobody can look, and that was not allowed for */
async function lookAtPipeline(
  { subject, pipelineUnseen }: TeardownOrder,
  accounts: Accounts,
): Promise<PipelineState | undefined> {
  try {
    return await pipelineState(subject, await open(accounts, subject.pipeline.account));
  } catch (error) {
    if (!(error instanceof CodedError) || error instanceof RunError) throw error;
    if (pipelineUnseen) return undefined;
    throw new CodedError(
      'TAP6509',
      `whether the pipeline ${subject.pipeline.name} is deploying ${subject.name} could not be seen (${error.message}); ` +
        'give credentials for it, or look yourself and add --pipeline-unseen',
      { cause: error },
    );
  }
}

/** An environment that is down already is down; one that never was here is somebody's mistake. */
async function nothingLeft(
  { name }: Subject,
  place: string,
  plan: Plan,
  clients: AccountClients,
  say: (line: string) => void,
): Promise<number> {
  if (plan.past.length === 0) {
    print(say, leftAloneLines(plan));
    throw new CodedError(
      'TAP6505',
      `${place}: there is no stack of ${name}, and none was deleted in the last 90 days; look whether the account, the profile and the region are those that it was deployed to`,
    );
  }
  print(say, leftAloneLines(plan));
  say(`${name} is down already:`);
  print(say, pastLines(plan.past));
  print(say, leftLines(await lookAtKept(leftBy(plan.past), clients)));
  return exitCodes.promoted;
}

/** @throws RunError TAP6503 if another name comes back */
async function confirm({ name }: Subject, { stacks }: Plan, { ask, signal }: TeardownSurroundings): Promise<void> {
  const answer = await ask(
    `Type ${name} to delete ${stacks.length === 1 ? 'this stack' : `these ${stacks.length} stacks`}: `,
  );
  signal.throwIfAborted();
  if (answer?.trim() === name) return;
  throw new RunError('TAP6503', exitCodes.stopped, `that is not ${name}; nothing was deleted`);
}

function print(say: (line: string) => void, lines: readonly string[]): void {
  for (const line of lines) say(line);
}
