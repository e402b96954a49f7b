import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloud } from '@delivery/rehearsal/cloud/base/contracts';
import { outliveReaders, watchLifetime } from '@delivery/rehearsal/command/lifetime';
import { takeNoArguments } from '@delivery/rehearsal/command/no-arguments';
import { exitCodes, RunAborted } from '@delivery/rehearsal/command/run-error';
import type { Emit } from '@delivery/rehearsal/events/events';
import { killAllGroups } from '@delivery/rehearsal/executors/process/process-group';
import { realSurroundings } from '@delivery/rehearsal/run/real-surroundings';
import { makeWorkFolder } from '@delivery/rehearsal/run/workspace';
import { bringUp } from './bring-up';
import { probe } from './probe';
import { unfinished } from './unfinished';

/** `npm run rehearse:probe`: 0 if every switch-off was seen, 1 if one was not; else the exit codes of a rehearsal. */
async function main(): Promise<number> {
  const { root, toolsDir } = realSurroundings(join(__dirname, '..', '..'));
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  const workDir = await makeWorkFolder();
  let cloud: LocalCloud | undefined;
  let probing = false;
  const emit: Emit = (event) => {
    if (event.type === 'phase') process.stdout.write(`${event.text}\n`);
    // What is switched off on purpose makes warnings of its own.
    if (event.type === 'warning' && !probing) process.stdout.write(`${event.code}: ${event.message}\n`);
  };
  try {
    const environment = await bringUp({
      root,
      toolsDir,
      workDir,
      emit,
      signal: controller.signal,
      onCloud: (started) => {
        cloud = started;
        void started.lost.then((reason) => controller.abort(new RunAborted('broken', reason)));
      },
    });
    probing = true;
    const results = await probe(environment, controller.signal, ({ name, passed, seen }) => {
      process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${name}\n       ${seen}\n`);
    });
    const passed = results.filter((result) => result.passed).length;
    process.stdout.write(`${passed} passed, ${results.length - passed} failed\n`);
    return passed === results.length && results.length > 0 ? exitCodes.promoted : exitCodes.stopped;
  } catch (error) {
    const { exitCode, message } = unfinished(error, controller.signal);
    process.stderr.write(`${message}\n`);
    return exitCode;
  } finally {
    await cloud?.stop();
    killAllGroups();
    await rm(workDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
    unwatch();
  }
}

outliveReaders();
takeNoArguments(
  'npm run rehearse:probe',
  'Switches resources off, one at a time, and sees whether class or verdict change; the last line counts them.',
  process.argv.slice(2),
);
void main().then((exitCode) => process.exit(exitCode));
