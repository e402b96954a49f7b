import type { LocalCloud } from './cloud/base/contracts';
import { watchLifetime } from './command/lifetime';
import { exitCodes, RunAborted } from './command/run-error';
import type { Emit } from './events/events';
import { killAllTrees } from './executors/process/process-tree';
import { Network } from './network/network';
import { probe } from './probe/probe';
import { unfinished } from './probe/unfinished';
import { bringUp } from './run/bring-up';
import type { Surroundings } from './run/surroundings';
import { makeWorkFolder, removeWorkFolder } from './run/workspace';

/**
 * Brings the first environment of HEAD up, and switches off what its configuration tells, to see the report change.
 *
 * @returns 0 if every switch-off was seen, 1 if one was not; else the exit codes of a rehearsal
 */
export async function probeEnvironment(surroundings: Surroundings): Promise<number> {
  const print = (text: string) => surroundings.output.write(`${text}\n`);
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  let cloud: LocalCloud | undefined;
  let probing = false;
  const emit: Emit = (event) => {
    if (event.type === 'phase') print(event.text);
    // What is switched off on purpose makes warnings of its own.
    if (event.type === 'warning' && !probing) print(`${event.code}: ${event.message}`);
  };
  const workDir = await makeWorkFolder(emit);
  const network = new Network(emit);
  try {
    const { running, probe: told } = await bringUp({
      surroundings,
      workDir,
      emit,
      network,
      signal: controller.signal,
      onCloud: (started) => {
        cloud = started;
        void started.lost.then((reason) => controller.abort(new RunAborted('broken', reason)));
      },
    });
    probing = true;
    const results = await probe(running, told, controller.signal, ({ name, passed, seen }) => {
      print(`${passed ? 'ok    ' : 'FAILED'} ${name}\n       ${seen}`);
    });
    const passed = results.filter((result) => result.passed).length;
    print(`${passed} passed, ${results.length - passed} failed`);
    return passed === results.length && results.length > 0 ? exitCodes.promoted : exitCodes.stopped;
  } catch (error) {
    const { exitCode, message } = unfinished(error, controller.signal);
    process.stderr.write(`${message}\n`);
    return exitCode;
  } finally {
    await cloud?.stop();
    await network.close();
    killAllTrees();
    await removeWorkFolder(workDir);
    unwatch();
  }
}
