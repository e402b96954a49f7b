import { CodedError } from '@delivery/coded-error';
import { outliveReaders, watchLifetime } from '@delivery/rehearsal/command/lifetime';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { CommanderError } from 'commander';

/**
 * Runs a command as this process: what it throws becomes a message and an exit code, and an interrupt the code 130.
 *
 * @param run takes the arguments and what is aborted by an interrupt; gives the exit code
 * @param interrupted what is said where an interrupt ended it; by default nothing
 */
export function runCommand(
  run: (args: readonly string[], controller: AbortController) => Promise<number>,
  interrupted?: string,
): void {
  outliveReaders();
  void exitCodeOf(run, interrupted).then(endWith);
}

/** Ends the process once its outputs have taken all that was written: a pipe takes a part at a time, and an exit drops the rest. */
function endWith(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** Never throws. */
async function exitCodeOf(run: Parameters<typeof runCommand>[0], interrupted: string | undefined): Promise<number> {
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  try {
    return await run(process.argv.slice(2), controller);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.wrongUse;
    if (controller.signal.aborted) {
      if (interrupted !== undefined) console.error(interrupted);
      return exitCodes.interrupted;
    }
    console.error(error instanceof CodedError ? error.message : error);
    return error instanceof RunError ? error.exitCode : 1;
  } finally {
    unwatch();
  }
}
