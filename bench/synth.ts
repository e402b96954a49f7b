import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, list } from './figure';
import { alternate, median } from './statistics';
import { timed } from './timed';

/** Largest ratio of CPU times: the strict synth of this repository to the form that `cdk init` generates. */
const mostOfGeneratedForm = 0.8;
/** Largest ratio of wall times: a thousand tests of `npm test` to one strict synth. Tests become more; each is to stay as cheap. */
const mostOfStrictSynth = 3;
/** Jest's count of what passed, once for each of its runs. */
const passedTests = /^\s*Tests: +(?<count>\d+) passed, \d+ total$/gm;

/**
 * What `cdk init` generates as the app: check the types of the project, then run. The strict synth does not check types; that is
 * a step of its own in `npm test`, once, and not before every synth.
 */
const generatedApp = 'npx tsc && npx tsx bin/tap.ts';

/** The strict synth against the generated form with the same checks on. */
export async function measureSynth(root: string, rounds: number): Promise<Figure> {
  const output = mkdtempSync(join(tmpdir(), 'bench-'));
  const strict = ['npm', 'run', '--silent', 'synth', '--', '--output', join(output, 'strict')];
  const generated = [
    'npx',
    'cdk',
    'synth',
    '--strict',
    '--quiet',
    '--no-lookups',
    '--no-notices',
    '--app',
    generatedApp,
    '--output',
    join(output, 'generated'),
  ];
  try {
    const { first, second } = await alternate(
      rounds,
      async () => (await timed(strict, { cwd: root })).cpuSeconds,
      async () => (await timed(generated, { cwd: root, env: { JSII_DEPRECATED: 'fail' } })).cpuSeconds,
    );
    return {
      name: 'strict synth / the form of cdk init, CPU time',
      value: median(first) / median(second),
      unit: 'x',
      limit: { atMost: mostOfGeneratedForm },
      detail: `${list(first, 's')} to ${list(second, 's')}`,
    };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/**
 * `npm test` against one strict synth, for each thousand of its tests.
 *
 * @throws Error if a run prints no tests, or another number of them than the run before
 */
export async function measureTests(root: string, rounds: number): Promise<Figure> {
  const output = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const counts = new Set<number>();
    const { first, second } = await alternate(
      rounds,
      async () => {
        const { wallSeconds, output: printed } = await timed(['npm', 'test'], { cwd: root });
        counts.add(testsIn(printed));
        return wallSeconds;
      },
      async () =>
        (await timed(['npm', 'run', '--silent', 'synth', '--', '--output', output], { cwd: root })).wallSeconds,
    );
    const [count, ...others] = counts;
    if (!count || others.length > 0) throw new Error(`npm test ran ${[...counts].join(', then ')} tests`);
    return {
      name: 'a thousand tests of npm test / strict synth, wall time',
      value: median(first) / (count / 1000) / median(second),
      unit: 'x',
      limit: { atMost: mostOfStrictSynth },
      detail: `${count} tests, ${list(first, 's')} to ${list(second, 's')}`,
    };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function testsIn(printed: string): number {
  return [...printed.matchAll(passedTests)].reduce((sum, { groups }) => sum + Number(groups?.count), 0);
}
