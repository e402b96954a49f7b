import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, list } from './figure';
import { alternate, median } from './statistics';
import { timed } from './timed';

/** Largest ratio of CPU times: the strict synth of this repository to the form that `cdk init` generates. */
const mostOfGeneratedForm = 0.8;
/** Largest ratio of wall times: `npm test` to one strict synth. */
const mostOfStrictSynth = 5;

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

/** All of `npm test` against one strict synth. */
export async function measureTests(root: string, rounds: number): Promise<Figure> {
  const output = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const { first, second } = await alternate(
      rounds,
      async () => (await timed(['npm', 'test'], { cwd: root })).wallSeconds,
      async () =>
        (await timed(['npm', 'run', '--silent', 'synth', '--', '--output', output], { cwd: root })).wallSeconds,
    );
    return {
      name: 'npm test / strict synth, wall time',
      value: median(first) / median(second),
      unit: 'x',
      limit: { atMost: mostOfStrictSynth },
      detail: `${list(first, 's')} to ${list(second, 's')}`,
    };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
