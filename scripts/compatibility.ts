import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { Repository } from '@delivery/rehearsal/run/repository';
import { Command } from 'commander';
import { runCommand } from './command';
import { differencesBetween } from './compatibility/differences';
import { describeDifferences } from './compatibility/report';
import { synthesizeRevision } from './compatibility/synthesize-revision';

/**
 * `npm run compatibility -- --against REVISION`: what a commit makes of the stacks of another one, in words. Both are synthesized
 * strictly, each in a clone of its own with its own packages and its own configuration.
 *
 * Exit codes: 0 both were synthesized, whatever differs; 1 one was not; 2 wrong use; 3 the machine lacks something; 130
 * interrupted.
 */

const root = dirname(__dirname);

interface Order {
  readonly against: string;
  readonly revision: string;
  readonly summary?: string;
}

function read(args: readonly string[]): Order {
  return new Command('npm run compatibility --')
    .description('Says what a commit makes of the stacks of another one; differences alone are no failure.')
    .requiredOption('--against <revision>', 'the commit, branch or tag whose stacks are deployed')
    .option('--revision <revision>', 'the commit that is to be deployed over them', 'HEAD')
    .option('--summary <file>', 'append the differences to this file, too, as Markdown')
    .allowExcessArguments(false)
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<Order>();
}

async function compare({ against, revision, summary }: Order, signal: AbortSignal): Promise<number> {
  const repository = await Repository.open(root, signal);
  const commits = { before: await repository.resolve(against), after: await repository.resolve(revision) };
  const work = mkdtempSync(join(tmpdir(), 'tap-compatibility-'));
  try {
    const synthesize = (name: string, commit: string, folder: string) => {
      console.log(`Synthesizing ${name} (${commit.slice(0, 12)}) ...`);
      return synthesizeRevision({ repository, revision: name, commit, folder: join(work, folder), signal });
    };
    const before = await synthesize(against, commits.before, 'before');
    const after = await synthesize(revision, commits.after, 'after');
    const text = describeDifferences(against, revision, differencesBetween(before, after));
    console.log(`\n${text}`);
    if (summary !== undefined) append(resolve(summary), text);
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** @throws CodedError TAP2121 if the file can't be written */
function append(file: string, text: string): void {
  try {
    appendFileSync(file, `${text}\n`);
  } catch (cause) {
    throw new CodedError('TAP2121', `--summary: ${(cause as Error).message}`, { cause });
  }
}

runCommand((args, { signal }) => compare(read(args), signal));
