import { type Case, neighbours, sabotages, variants } from '../case';
import type { Left, World } from '../world/world';

/** What is wrong with the machine that a gate runs on, or its very program: nothing that was measured is lost, and nobody is blamed. */

/** Ends with k6's own code, once more was done after its load. */
const afterLoad = (world: World, shell: string) =>
  world.wrapK6('"$K6" "$@"; code=$?', `[ "$1" = run ] && { ${shell}; }`, 'exit $code');

/** A file where a folder should be, as soon as the load is over. */
const blocked = (name: string) => (world: World) => {
  const path = `${world.folder}/${name}`;
  afterLoad(world, `rm -rf '${path}'; echo full > '${path}'`);
  world.giveTime();
  keepsFigures(world);
};

function keepsFigures(world: World): void {
  world.look = ({ objects }: Left) => {
    const stored = [...objects].find(([key]) => key.endsWith('load.json'))?.[1];
    return stored?.includes('list products through api wait p95')
      ? undefined
      : `what was measured is not stored:\n${stored}`;
  };
}

/** Has the gate's program do this by itself after so many milliseconds. */
const inside = (code: string, afterMs: number) => (world: World) => {
  world.write('inside.cjs', `setTimeout(() => { ${code} }, ${afterMs});`);
  world.variables.NODE_OPTIONS = `--require ${world.folder}/inside.cjs`;
};

const breaksUnderLoad = (code: string) => (world: World) => {
  inside(code, 4_000)(world);
  keepsFigures(world);
};

export const machineCases: readonly Case[] = [
  ...sabotages('load', [
    [
      'the disk takes no exports once the load was sent',
      blocked('exports'),
      /TAP3010: .*LOAD_SENT could not be written/,
    ],
    ["the disk does not take k6's report", blocked('reports'), /TAP3010: .*load\.html could not be written/],
    [
      'k6 has no room for its summary',
      (world) => {
        world.wrapK6('LOAD_SUMMARY_FILE=/dev/full "$K6" "$@"');
        world.giveTime();
        keepsFigures(world);
      },
      /TAP3105: k6 says that it could not write: .*no space left on device/,
    ],
    [
      'k6 writes samples that are none',
      (world) => world.wrapK6('[ "$1" = run ] && echo \'"\'', 'exec "$K6" "$@"'),
      /TAP3105: k6's samples can't be read/,
    ],
    [
      "something throws in the load gate's program where nobody waits for it",
      breaksUnderLoad("throw new Error('a spanner')"),
      /TAP3013: the program of this job broke: Error: a spanner/,
    ],
  ]),
  ...variants('load', [
    [
      "a promise is broken in the load gate's program that nobody waits for",
      breaksUnderLoad("void Promise.reject(new Error('a broken promise'))"),
      /TAP3013: the program of this job broke: Error: a broken promise/,
    ],
  ]),
  ...sabotages('smoke', [
    [
      "something throws in the smoke test's program where nobody waits for it",
      inside("throw new Error('a spanner')", 150),
      /TAP3013: the program of this job broke: Error: a spanner/,
    ],
  ]),
  ...sabotages('alarms', [
    [
      "something throws in the alarm gate's program where nobody waits for it",
      inside("throw new Error('a spanner')", 1_000),
      /TAP3013: the program of this job broke: Error: a spanner/,
    ],
    [
      'the disk takes no exports of the alarm gate',
      (world) => world.write('exports', 'a file where the folder should be'),
      /TAP3010: .*exports\/\w+ could not be written/,
    ],
  ]),
  ...neighbours('load', [
    [
      'a journey logs of a disk that has no room',
      (world) =>
        world.edit(
          'loadtests/journeys/browse.ts',
          (text) => `${text}\nif (__VU === 1) console.warn('no space left on device');\n`,
        ),
    ],
  ]),
];
