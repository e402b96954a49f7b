import { CodedError } from '@delivery/coded-error';

/**
 * Runs a script's main function: what it throws ends the process with 1, a coded error by its message, anything else with
 * its stack.
 */
export function runProgram(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof CodedError ? error.message : error);
    process.exitCode = 1;
  });
}
