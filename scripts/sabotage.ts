import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { Command } from 'commander';
import { findBrowser } from '../checks/smoke/browser/find-browser';
import { k6 } from '../test/checks/support/k6';
import type { Case } from '../test/sabotage/case';
import type { CaseResult } from '../test/sabotage/case-result';
import { cases } from '../test/sabotage/cases/all';
import { runCases } from '../test/sabotage/run-cases';
import { Bundle } from '../test/sabotage/world/bundle';

import { runCommand } from './command';

/**
 * `npm run sabotage`: plants faults into a small shop, a small CloudWatch and the gates' own jobs, and sees the real gates stop
 * them; plants what is harmless, and sees it pass.
 *
 * Exit codes: 0 all as it has to be, 1 one was not, 2 wrong use, 3 the machine lacks something (where that is a browser, all that
 * need none were tried), 130 interrupted.
 */

interface Order {
  readonly patterns: readonly string[];
  readonly sample: boolean;
  readonly list: boolean;
}

/** A sample has every so manieth case of those that are chosen. */
const sampled = 8;

function read(args: readonly string[]): Order {
  const command = new Command('npm run sabotage --')
    .description('Plants faults and sees the gates stop them; the last line counts what is as it has to be.')
    .argument(
      '[pattern...]',
      'only cases whose kind, gate or name has one of these words; upper and lower case are one',
    )
    .option('--sample', `only every ${sampled}th of them: a minute, not five`)
    .option('--list', 'list the cases and do nothing else')
    .exitOverride()
    .parse(args, { from: 'user' });
  const { list = false, sample = false } = command.opts<Partial<Order>>();
  return { patterns: command.args, sample, list };
}

/** @throws RunError TAP2081 for a pattern that no case has */
function choose(patterns: readonly string[]): readonly Case[] {
  const has = (one: Case, pattern: string) => lineOf(one).toLowerCase().includes(pattern.toLowerCase());
  const stray = patterns.find((pattern) => !cases.some((one) => has(one, pattern)));
  if (stray !== undefined) {
    throw new RunError(
      'TAP2081',
      exitCodes.wrongUse,
      `"${stray}": no case has it; "npm run sabotage -- --list" lists them`,
    );
  }
  return patterns.length === 0 ? cases : cases.filter((one) => patterns.some((pattern) => has(one, pattern)));
}

function lineOf({ kind, gate, name }: Case): string {
  return `${kind}\t${gate}\t${name}`;
}

function show({ tried, problem, seconds }: CaseResult): void {
  const { kind, gate, name } = tried;
  console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${gate}, ${kind}: ${name} (${seconds.toFixed(1)} s)`);
  if (problem !== undefined) console.log(problem.replace(/^/gm, '     '));
}

/** Those that this machine can't try, each with a line. */
function withoutBrowser(chosen: readonly Case[]): readonly Case[] {
  const left = findBrowser(process.env) ? [] : chosen.filter(({ inBrowser }) => inBrowser);
  for (const { gate, kind, name } of left) {
    console.log(`NOT TRIED ${gate}, ${kind}: ${name}: neither CHROMIUM_PATH nor the PATH has one`);
  }
  return left;
}

async function run(chosen: readonly Case[], signal: AbortSignal): Promise<number> {
  const left = withoutBrowser(chosen);
  const tried = chosen.filter((one) => !left.includes(one));
  const bundle = await Bundle.make(k6());
  try {
    const results = await runCases({ cases: tried, bundle, signal, ended: show });
    if (signal.aborted) return exitCodes.interrupted;
    const failed = results.filter(({ problem }) => problem !== undefined).length;
    const needed = left.length > 0 ? `, ${left.length} not tried` : '';
    console.log(`${results.length - failed} passed, ${failed} failed${needed}`);
    if (failed > 0 || results.length < tried.length) return 1;
    return left.length > 0 ? exitCodes.machineLacks : 0;
  } finally {
    bundle.remove();
  }
}

runCommand(async (args, { signal }) => {
  const { patterns, sample, list } = read(args);
  const chosen = choose(patterns).filter((_, index) => !sample || index % sampled === 0);
  if (!list) return run(chosen, signal);
  for (const one of chosen) console.log(lineOf(one));
  return 0;
}, 'interrupted');
