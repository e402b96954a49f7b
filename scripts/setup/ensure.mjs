import { takeLock } from './lock.mjs';
import { Interrupted, SetupError } from './setup-error.mjs';

/** @typedef {readonly (readonly import('./steps/step.mjs').Step[])[]} Lanes */

/**
 * Installs what is missing. Where nothing is, this takes well under a second and neither locks, writes nor asks the network.
 *
 * @param {Lanes} lanes go side by side; the steps of a lane follow each other
 * @param {import('./context.mjs').Context} context
 * @param {(reason: unknown) => void} abort fires the context's signal, so that one lane's failure ends the others
 * @returns {Promise<number>} how many steps were installed
 * @throws {SetupError} everything that the machine lacks, in one message
 * @throws {Interrupted}
 */
export async function ensure(lanes, context, abort) {
  if ((await missing(lanes, context)).length === 0) return 0;
  const release = await takeLock(context);
  try {
    // Another set-up may have done it all while this one waited.
    const steps = await missing(lanes, context);
    await demandAll(steps, context);
    /** @type {Set<import('./steps/step.mjs').Step>} */
    const done = new Set();
    const outcomes = await Promise.allSettled(
      lanes.map(async (lane) => {
        try {
          for (const step of lane) {
            if (steps.includes(step)) await timed(step, context);
            done.add(step);
          }
        } catch (error) {
          abort(error);
          throw error;
        }
      }),
    );
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    const first = errors.find((error) => !(error instanceof Interrupted)) ?? errors[0];
    if (first !== undefined)
      throw explain(
        first,
        steps.filter((step) => !done.has(step)),
      );
    return steps.length;
  } finally {
    release();
  }
}

/** @param {Lanes} lanes @param {import('./context.mjs').Context} context */
async function missing(lanes, context) {
  const steps = lanes.flat();
  const satisfied = await Promise.all(steps.map((step) => step.satisfied(context)));
  return steps.filter((_, index) => !satisfied[index]);
}

/** @param {readonly import('./steps/step.mjs').Step[]} steps @param {import('./context.mjs').Context} context */
async function demandAll(steps, context) {
  /** @type {SetupError[]} */
  const lacking = [];
  for (const step of steps) {
    try {
      await step.demand?.(context);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      lacking.push(error);
    }
  }
  const [first, ...others] = lacking;
  if (first === undefined) return;
  if (others.length > 0) first.message = lacking.map(({ message }) => message).join('\n');
  throw first;
}

/** @param {import('./steps/step.mjs').Step} step @param {import('./context.mjs').Context} context */
async function timed(step, context) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const alive = setInterval(() => context.say(`${step.name}: still at it (${seconds()} s)`), 15_000);
  try {
    await step.install(context);
    context.say(`${step.name}: ready (${seconds()} s)`);
  } finally {
    clearInterval(alive);
  }
}

/**
 * @param {unknown} error @param {readonly import('./steps/step.mjs').Step[]} left what was not installed
 * @returns {unknown} the error, made one of set-up's own if the disk refused, with everything that is missing named
 */
function explain(error, left) {
  if (!(error instanceof Error) || error instanceof Interrupted) return error;
  const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? '';
  if (!(error instanceof SetupError) && !refusals.includes(code)) return error;
  const known =
    error instanceof SetupError
      ? error
      : new SetupError(
          'TAP4010',
          `set-up could not write its files: ${error.message}. Free some space, or make the folder writable, and try again.`,
        );
  known.message += `\nStill missing, and nothing was started: ${left.map(({ name }) => name).join(', ')}.`;
  return known;
}

/** What the system says when a file can't be written. */
const refusals = ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS'];
