import { watchLifetime } from './command/lifetime';
import { exitCodes, RunAborted } from './command/run-error';
import { killAllTrees } from './executors/process/process-tree';
import { Network } from './network/network';
import { FaultPlan } from './run/fault-plan';
import type { RehearsalOptions } from './run/options';
import { takeCommit } from './run/rehearsed-commit';
import type { Surroundings } from './run/surroundings';
import { synthesizeCommits } from './run/synthesized-commits';
import { makeWorkFolder, removeWorkFolder } from './run/workspace';

/**
 * Says what of a pipeline can be carried out. The commit is synthesized for it; no cloud is started, and no report written.
 *
 * @returns the exit code: 0 if everything can be, 2 if a disabled transition keeps executions from a stage
 * @throws RunError as a rehearsal that is refused; TAP4072 if an action can't be carried out
 */
export async function takeInventory(options: RehearsalOptions, surroundings: Surroundings): Promise<number> {
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  const terminal = surroundings.openTerminal();
  const emit = terminal.emit.bind(terminal);
  const network = new Network(emit);
  const workDir = await makeWorkFolder(emit);
  try {
    const faults = new FaultPlan(options.faults, workDir, emit);
    const run = { options, surroundings, workDir, faults, emit, network, signal: controller.signal };
    const { inventory } = await synthesizeCommits(run, await takeCommit(run));
    return inventory.closed === undefined ? exitCodes.promoted : exitCodes.wrongUse;
  } catch (error) {
    const cause: unknown = controller.signal.aborted ? controller.signal.reason : error;
    if (cause instanceof RunAborted) return exitCodes[cause.verdict];
    throw cause;
  } finally {
    killAllTrees();
    await network.close();
    await removeWorkFolder(workDir);
    terminal.close();
    unwatch();
  }
}
