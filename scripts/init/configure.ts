import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CodedError } from '@delivery/coded-error';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { parseConfiguration } from '../../lib/config';
import { shippedData } from '../../test/fixtures/shipped';
import { ProgramError, run } from '../build/run';
import { withAnswers } from './answers';
import { changesBetween, describeChanges } from './changes';
import type { ConfigurationFile } from './configuration-file';
import { Flags, type Options } from './flags';
import { Interview } from './interview';
import { nextSteps } from './next-steps';
import { collect } from './questions';
import { Terminal } from './terminal';

const ofYourOwn = 'The file has edits of your own. Change these values in it';

interface Configure {
  /** The repository's root. */
  readonly root: string;
  readonly file: ConfigurationFile;
  /** What the command line says. */
  readonly options: Options;
  /** Aborted when everything is to end. */
  readonly controller: AbortController;
}

/**
 * Asks what no flag answers, writes the file, synthesizes, and says what comes next.
 *
 * @returns the exit code
 * @throws RunError TAP2101, TAP2102, TAP2103, TAP2105 for flags that are wrong, lack or answer nothing
 * @throws CodedError TAP1xxx if the answers are no configuration together, TAP2106, TAP2107 if they can't be written
 */
export async function configure({ root, file, options, controller }: Configure): Promise<number> {
  const flags = Flags.of(options, ['pipeline', ...file.data.environments.map(({ name }) => name)]);
  const edited = !flags.force && !isDeepStrictEqual(file.data, shippedData);
  const atTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const terminal = atTerminal ? new Terminal({ input: process.stdin, output: process.stdout }, controller) : undefined;
  try {
    if (edited && !terminal) {
      throw new RunError(
        'TAP2105',
        exitCodes.wrongUse,
        'lib/config/environments.ts says something else than the shipped example, and there is no terminal to ask at: add --force to change it.',
      );
    }
    const interview = new Interview(flags, terminal?.ask);
    const data = withAnswers(file.data, await collect(file.data, interview.answer));
    interview.end();
    const configuration = parseConfiguration(data, {});
    const text = file.textFor(data);
    const changes = changesBetween(file.data, data);
    console.log(changes.length === 0 ? 'The file says all this already.' : describeChanges(changes));
    if (changes.length > 0 && edited && !(await terminal?.confirm(ofYourOwn))) {
      console.log('Nothing was written.');
      return 1;
    }
    // From here on Ctrl-C is the terminal's own again, and reaches the synth.
    terminal?.close();
    if (changes.length > 0) {
      file.replace(text);
      console.log('Written into lib/config/environments.ts. Now the strict synth:');
    }
    // Other environments have other findings; how many are acknowledged is recorded with what was answered.
    await synthesize(root, file, changes.length > 0 ? ['--record'] : [], controller);
    console.log(nextSteps(configuration));
    return 0;
  } finally {
    terminal?.close();
  }
}

/** @throws CodedError TAP2108 if the synth refuses the configuration, which stays written: the answers are not lost */
async function synthesize(
  root: string,
  file: ConfigurationFile,
  options: readonly string[],
  controller: AbortController,
): Promise<void> {
  try {
    const program = [join(root, 'scripts', 'launch.mjs'), 'synth', 'scripts/synth.ts', ...options];
    await run(process.execPath, program, { cwd: root });
    controller.signal.throwIfAborted();
  } catch (cause) {
    if (cause instanceof ProgramError && cause.interrupted) controller.abort();
    if (controller.signal.aborted) {
      file.restore();
      throw cause;
    }
    throw new CodedError(
      'TAP2108',
      'the answers are written, and the strict synth stopped at what stands above: mend it, then npm run synth',
      { cause },
    );
  }
}
