import { createInterface } from 'node:readline/promises';
import { outliveReaders } from '@delivery/rehearsal/command/lifetime';
import { loadConfiguration } from '../lib/config';
import { main } from './teardown/command-line';

/** Takes an environment down: `npm run teardown -- --help`. */

/** CloudFormation's events come some seconds apart. */
const pauseMs = 5_000;

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort(signal));
outliveReaders();

/** @returns undefined at the end of the input, and when the program is told to end */
async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  try {
    const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
    return await Promise.race([lines.question(question, { signal: controller.signal }), ended]);
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}

void main(process.argv.slice(2), {
  configuration: () => loadConfiguration(process.env),
  interactive: process.stdin.isTTY === true,
  say: (line) => process.stdout.write(`${line}\n`),
  ask,
  signal: controller.signal,
  pauseMs,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
}).then((exitCode) => {
  process.exit(exitCode);
});
