import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { Repository } from '@delivery/rehearsal/run/repository';
import { Command, Option } from 'commander';
import { deliveryData, overridesInForce } from '../lib/config';
import { run } from './build/run';
import { runCommand } from './command';
import type { Copy } from './configured/copy';
import type { Row } from './configured/row';
import { rows } from './configured/rows';
import { type RowResult, runRows } from './configured/run-rows';
import { startingData } from './configured/starting-data';

/**
 * `npm run test:configured`: configures copies of the last commit as teams do, and asks each for what `npm test` asks.
 *
 * Exit codes: 0 all passed, 1 one failed, 2 wrong use, 3 the machine lacks something, 130 interrupted.
 */

const root = dirname(__dirname);
/** Where the reports of rehearsed copies lie. */
const reports = join(root, 'reports', 'configured');
/** One core for each row is enough; more rows than this fight for memory. */
const mostSideBySide = 2;

interface Order {
  readonly only: readonly string[];
  readonly list?: boolean;
  readonly rehearse?: boolean;
  readonly update?: boolean;
}

function read(args: readonly string[]): Order {
  return new Command('npm run test:configured --')
    .description('Configures copies of the last commit as teams do, and tests each; the last line counts them.')
    .addOption(
      new Option('--only <name>', 'only this row; may be given several times')
        .argParser((name: string, all: readonly string[]) => [...all, name])
        .default([], 'all rows'),
    )
    .option('--list', 'list the rows and do nothing else')
    .option('--rehearse', 'with --only: rehearse the copy up to its last stage; its Synth makes the checks')
    .option('--update', 'as --rehearse, but as an update of the last commit, which stands deployed before')
    .allowExcessArguments(false)
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<Order>();
}

/** @throws RunError TAP2042 for a row that there is none of, TAP2043 if nothing says what to rehearse */
function choose({ only, rehearse, update }: Order): readonly Row[] {
  const names = rows.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RunError(
      'TAP2042',
      exitCodes.wrongUse,
      `--only "${unknown}": no such row; there are ${names.join(', ')}.`,
    );
  }
  if ((rehearse || update) && only.length === 0) {
    const option = update ? '--update' : '--rehearse';
    throw new RunError('TAP2043', exitCodes.wrongUse, `${option} takes minutes for each row: name them with --only.`);
  }
  return only.length === 0 ? rows : rows.filter(({ name }) => only.includes(name));
}

async function test(order: Order, signal: AbortSignal): Promise<number> {
  const chosen = choose(order);
  const rehearsed = order.rehearse || order.update;
  const repository = await Repository.open(root, signal);
  await repository.warnOfUncommitted(reports, (event) => {
    if (event.type === 'warning')
      console.log(event.message.replace('rehearsed', 'tested').replace(/ --working-tree.*/, ''));
  });
  // What overrides the team's configuration fits no other.
  for (const name of Object.keys(overridesInForce(process.env))) delete process.env[name];
  const results = await runRows({
    repository,
    rows: chosen,
    data: startingData(deliveryData),
    sideBySide: rehearsed ? 1 : Math.min(mostSideBySide, availableParallelism()),
    signal,
    started: ({ name, description }) => console.log(`...  ${name}: ${description}`),
    ended: show,
    instead: rehearsed ? (copy, row) => rehearse(copy, row, order.update ?? false) : undefined,
  });
  if (signal.aborted) {
    console.log('interrupted');
    return exitCodes.interrupted;
  }
  const passed = results.filter((result) => result.passed).length;
  console.log(`${passed} passed, ${results.length - passed} failed`);
  return passed === chosen.length && passed > 0 ? 0 : 1;
}

function show({ row, passed, seconds, failed, obstacle }: RowResult): void {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${row.name} (${seconds.toFixed(0)} s)`);
  for (const { step, output } of failed) console.log(`     ${step.name}:\n${output.replace(/^/gm, '       ')}`);
  if (obstacle !== undefined) console.log(`     ${obstacle}`);
}

/**
 * Up to the last stage, by way of a Synth that runs `npm test` among others; the report stays.
 *
 * @param update whether the commit that was copied stands deployed before
 */
async function rehearse(copy: Copy, { name }: Row, update: boolean): Promise<boolean> {
  const out = join(reports, name);
  rmSync(out, { recursive: true, force: true });
  const options = ['--yes', '--out', out, ...(update ? ['--from', 'HEAD~1'] : [])];
  const program = [join(copy.folder, 'scripts/launch.mjs'), 'rehearse', 'rehearsal/main.ts', ...options];
  return run(process.execPath, program, { cwd: copy.folder }).then(
    () => true,
    () => false,
  );
}

runCommand(async (args, { signal }) => {
  const order = read(args);
  if (!order.list) return test(order, signal);
  for (const { name, description } of choose(order)) console.log(`${name}\t${description}`);
  return 0;
});
