import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { looserVariable, summaryVariable } from '../../../contracts/approval';
import type { HeldTo } from '../../../contracts/gates-as-passed';
import { type Case, gaps, neighbours, sabotages, variants } from '../case';
import type { World } from '../world/world';

const keyOf = (environment: string) => `evidence-bucket/last-passed/${environment}/alarms/gates.json`;

/** Lets the commit enter environments, whose last commit was held to this, and had as many findings acknowledged. */
function promote(world: World, into: readonly string[], gates: HeldTo, passed: readonly string[] = into): void {
  world.variables.PROMOTED_INTO = into.join(',');
  const file = readFileSync(`${world.folder}/acknowledgements.json`, 'utf8');
  const accepted = Object.entries(JSON.parse(file) as Record<string, number>);
  const acknowledged = Object.fromEntries(accepted.map(([rule, count]) => [`acknowledgements.${rule}`, count]));
  const text = JSON.stringify({ commit: 'fedcba9', gates: { ...acknowledged, ...gates } });
  for (const name of passed) world.aws.objects.set(keyOf(name), text);
}

/** Looks whether the approval says these words. */
function tells(world: World, words: string): void {
  world.look = () => {
    const text = readFileSync(`${world.folder}/exports/${looserVariable}`, 'utf8');
    return text.includes(words) ? undefined : `the approval says "${text}"`;
  };
}

/** Looks whether a watch that ended badly has left its figures, and no pass. */
function keepsFigures(world: World): void {
  world.look = ({ evidence = '' }) =>
    /"name": "alarms found",\s+"value": [1-9]/.test(evidence)
      ? undefined
      : `what was seen is not in the evidence:\n${evidence}`;
}

/** Does something to the folder of exports while the watch is on, whose figures must be left all the same. */
const atFirstLook = (work: (exports: string) => void) => (world: World) => {
  let looked = false;
  world.cloudWatch.spoil = (action, answer) => {
    if (action === 'DescribeAlarms' && !looked) {
      looked = true;
      work(`${world.folder}/exports`);
    }
    return answer;
  };
  keepsFigures(world);
};

/** Production beside the environment of the job, with these limits. */
function besideProduction(world: World, p95Ms: number, maxErrorRate: number): void {
  const ofEachDoor = { p95Ms, maxErrorRate };
  const production = {
    ...world.manifest,
    environment: 'Prod',
    production: true,
    load: { ...world.manifest.load, thresholds: { cloudfront: ofEachDoor, api: ofEachDoor } },
  };
  world.write('environments/Prod.json', JSON.stringify(production));
}

/** What production was held to, and much else that is another in Dev. */
const stricter: HeldTo = {
  'Prod.production': true,
  'Prod.load.thresholds.api.p95Ms': 300,
  'Prod.load.thresholds.api.maxErrorRate': 0.001,
  'Prod.bakeSeconds': 1800,
  'Dev.load.journey': 'checkout',
  'Dev.load.profile': 'load',
};

/** What was asked of the commit that was promoted before. */
export const promotedCases: readonly Case[] = [
  ...sabotages('alarms', [
    [
      'the record of what passed the next environment is damaged',
      (world) => {
        promote(world, ['Staging'], {});
        world.aws.objects.set(keyOf('Staging'), '{"commit": "fedc');
        keepsFigures(world);
      },
      /TAP3015: .*Staging\/alarms\/gates\.json could not be read: SyntaxError/,
    ],
    [
      "the bundle lacks the record of acknowledgements, in the pipeline's last environment",
      (world) => {
        world.remove('acknowledgements.json');
        keepsFigures(world);
      },
      /TAP3014: .*acknowledgements\.json can't be read/,
    ],
    [
      "another environment's manifest is half written",
      (world) => {
        world.write('environments/Prod.json', '{"environment":"Prod"');
        keepsFigures(world);
      },
      /TAP3002: .*Prod\.json can't be read/,
    ],
    [
      'there is no room for what the approval says',
      atFirstLook((exports) => {
        rmSync(exports, { recursive: true });
        writeFileSync(exports, 'a file where the folder was');
      }),
      /TAP3010: .*exports\/SUMMARY could not be written/,
    ],
  ]),
  ...variants('alarms', [
    [
      'the record of one of two next environments is no record',
      (world) => {
        promote(world, ['ProdEu', 'Prod'], {});
        world.aws.objects.set(keyOf('ProdEu'), '{"gates": {}}');
        keepsFigures(world);
      },
      /TAP3015: .*ProdEu\/alarms\/gates\.json could not be read/,
    ],
    [
      'the export of the summary is a folder',
      atFirstLook((exports) => {
        rmSync(`${exports}/${summaryVariable}`);
        mkdirSync(`${exports}/${summaryVariable}`);
      }),
      /TAP3010: .*EISDIR/,
    ],
  ]),
  ...neighbours('alarms', [
    [
      'a limit is looser than in the commit that was promoted before: the approval says so',
      (world) => {
        promote(world, ['Staging'], { 'Dev.load.thresholds.api.p95Ms': 10 });
        tells(world, 'Dev api p95 10 -> ');
      },
    ],
    [
      'production is looser, and so is much else in Dev: the approval says of production first',
      (world) => {
        besideProduction(world, 2000, 0.02);
        promote(world, ['Staging'], stricter);
        world.variables.LOOSER_ROOM = '389';
        tells(
          world,
          'fedcba9: Prod bake 1800 -> 480 s; Prod api errors 0.1 % -> 2 %; Prod api p95 300 -> 2000 ms; Dev',
        );
      },
    ],
    [
      'the same, where the approval has no room: it says how much of it is of production',
      (world) => {
        besideProduction(world, 2000, 0.02);
        promote(world, ['Staging'], stricter);
        tells(world, 'Looser: Prod bake 1800 -> 480 s; 4 more (2 of Prod, 2 of Dev).');
      },
    ],
    [
      'much is stricter than in the commit that was promoted before: the approval says that nothing is looser',
      (world) => {
        const name = 'tap-dev-api-5xx';
        const declared = world.manifest.alarms.find((one) => one.name === name);
        world.declare(name, { reason: 'Another text.' });
        promote(world, ['Staging'], {
          'Dev.orders': false,
          'Dev.loadRunLog': false,
          'Dev.load.thresholds.api.p95Ms': 9_000,
          ...Object.fromEntries(
            Object.entries(declared?.settings ?? {}).map(([key, value]) => [
              `Dev.alarms.${name}.settings.${key}`,
              value,
            ]),
          ),
          [`Dev.alarms.${name}.region`]: 'us-east-1',
          [`Dev.alarms.${name}.part`]: 'after the load',
          [`Dev.alarms.${name}.feed`]: 'none',
          [`Dev.alarms.${name}.reason`]: 'One text.',
          [`Dev.alarms.${name}.settings.threshold`]: '999999',
          'acknowledgements.GONE-1': 3,
        });
        tells(world, 'No gate is looser than in fedcba9.');
      },
    ],
    [
      'a new environment comes first in the next wave: the approval still says what is looser than in the others',
      (world) => {
        promote(world, ['ProdEu', 'Prod'], { 'Dev.load.thresholds.api.p95Ms': 10 }, ['Prod']);
        tells(world, 'Dev api p95 10 -> 3000 ms. No record of ProdEu.');
      },
    ],
    [
      'the approval before an environment is gone, and so is the one that comes before it: the approval says so',
      (world) => {
        promote(world, ['Staging'], { 'Dev.approval': true, 'Dev.after.Sandbox': true, 'Dev.after.Qa': true });
        tells(world, 'fedcba9: Dev after gone; Dev approval true -> false.');
      },
    ],
    [
      'a finding of the image is accepted that was not: the approval says so',
      (world) => {
        world.manifest.acceptedFindings = { 'CVE-2026-12345': '2027-01-31' };
        promote(world, ['Staging'], {});
        tells(world, 'CVE-2026-12345 none -> 2027-01-31');
      },
    ],
  ]),
  ...gaps('alarms', [
    [
      'a commit takes away every approval',
      (world) => {
        promote(world, ['Staging'], { 'Dev.approval': true });
        // Nobody reads what the evidence says.
        tells(world, 'Dev approval true -> false');
      },
      'Nobody is asked any more, so nobody is told; the evidence has it. A production environment without an approval is refused by the synth (TAP1082).',
    ],
  ]),
];
