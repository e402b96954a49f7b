import { dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { measureDoctor } from './doctor';
import { describe, type Figure, holds, list } from './figure';
import { notMeasured, type Part, parts } from './not-measured';
import { measureRehearsals } from './rehearsal';
import { leastRatio, measureShop } from './shop';
import { measureSynth, measureTests } from './synth';

/**
 * `npm run bench`: figures that the product promises, as ratios of medians from alternating runs where two things can be
 * compared. Ends with 1 if one is not kept; the last line counts them, the one before says what was left out.
 */

/** Exit code of everything that a signal ended. */
const interruptedExitCode = 130;
const root = dirname(__dirname);

interface Options {
  readonly rounds: number;
  readonly only?: Part;
  readonly rehearsal?: number | true;
  readonly busy?: boolean;
}

async function bench({ rounds, only, rehearsal, busy }: Options): Promise<number> {
  const figures: Figure[] = [];
  const take = (...measured: readonly Figure[]) => {
    figures.push(...measured);
    for (const figure of measured) console.log(describe(figure));
  };
  const wanted = parts.filter((part) => (only === undefined ? rehearsal === undefined : only === part));
  if (wanted.includes('synth')) take(await measureSynth(root, rounds));
  if (wanted.includes('test')) take(await measureTests(root, rounds));
  if (wanted.includes('shop')) take(await shopFigure(rounds));
  if (wanted.includes('doctor')) take(await measureDoctor(rounds));
  if (rehearsal !== undefined) {
    take(
      ...(await measureRehearsals(root, rehearsal === true ? 1 : rehearsal, busy ?? false, (line) =>
        console.log(line),
      )),
    );
  }
  const left = notMeasured(wanted, rehearsal === undefined ? 'none' : busy ? 'busy' : 'alone');
  if (left !== undefined) console.log(left);
  const kept = figures.filter(holds).length;
  console.log(`${kept} passed, ${figures.length - kept} failed`);
  return kept === figures.length && kept > 0 ? 0 : 1;
}

async function shopFigure(rounds: number): Promise<Figure> {
  const { shop, bare, ratio } = await measureShop({ rounds });
  return {
    name: "the shop's product list / a bare handler, requests per second",
    value: ratio,
    unit: 'x',
    limit: { atLeast: leastRatio },
    detail: `${list(shop, '/s')} to ${list(bare, '/s')}`,
  };
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number of 1 or more is expected.');
  return Number(text);
}

const command = new Command('npm run bench --')
  .description('Measures what the product promises.')
  .option('--rounds <n>', 'how often each thing is measured', positive, 3)
  .option('--only <part>', `one part: ${parts.join(', ')}`)
  .option('--rehearsal [n]', 'n whole rehearsals instead: verdict, duration, peak memory (Linux)', positive)
  .option('--busy', 'with --rehearsal: another process keeps one core busy')
  .parse();
const options = command.opts<Options>();
if (options.only !== undefined && !parts.includes(options.only))
  command.error(`--only ${options.only}: allowed are ${parts.join(', ')}`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(interruptedExitCode));
bench(options).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
