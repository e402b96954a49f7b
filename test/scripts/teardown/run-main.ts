import { type CommandLine, main } from '../../../scripts/teardown/command-line';

export interface Ended {
  readonly exitCode: number;
  readonly said: string;
  readonly errors: string;
}

/** Runs the command where nobody can be asked and nobody interrupts, unless `around` says otherwise. */
export async function runMain(
  args: readonly string[],
  around: Pick<CommandLine, 'configuration'> & Partial<CommandLine>,
): Promise<Ended> {
  const said: string[] = [];
  const errors: string[] = [];
  const exitCode = await main(args, {
    interactive: false,
    say: (line) => said.push(line),
    ask: () => Promise.reject(new Error('somebody was asked')),
    signal: new AbortController().signal,
    pauseMs: 1,
    print: (text) => said.push(text),
    printError: (text) => errors.push(text),
    ...around,
  });
  return { exitCode, said: said.join('\n'), errors: errors.join('') };
}
