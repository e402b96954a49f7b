import { readFileSync } from 'node:fs';
import { looserVariable, summaryVariable } from '../../../contracts/approval';
import { asObject, evidenceFolder, storedEvidence } from '../../checks/support/stored-evidence';
import { type Case, neighbours, sabotages } from '../case';
import type { World } from '../world/world';

type Stored = Parameters<typeof storedEvidence>;

/** Puts a gate's evidence into the bucket, in place of what is there of the same build. */
function store(world: World, ...of: Stored): void {
  world.aws.objects.set(...asObject(storedEvidence(...of)));
}

const second = { id: 'tap-Dev-smoke:bbbb', number: 2, startedAt: new Date(Date.now() - 70_000).toISOString() };
const failed: Stored[1] = { verdict: 'fail', reasons: ['The shop was closed.'] };

function exported(world: World, name: string, words: string): string | undefined {
  const text = readFileSync(`${world.folder}/exports/${name}`, 'utf8');
  return text.includes(words) ? undefined : `the approval says "${text}"`;
}

/** What the gates before the last one have said, and what was asked of the commit before. */
export const earlierCases: readonly Case[] = [
  ...sabotages('alarms', [
    [
      'the smoke test has left no evidence',
      ({ aws }) => {
        for (const key of aws.objects.keys()) if (key.startsWith(`${evidenceFolder}/smoke/`)) aws.objects.delete(key);
      },
      /The evidence of the smoke gate in this execution is not in the bucket/,
    ],
    [
      'the smoke test was started again and failed',
      (world) => store(world, 'smoke', { ...failed, build: second }),
      /The newest evidence of the smoke gate in this execution, of build 2, is: fail/,
    ],
    [
      "the load test's evidence was changed to a pass",
      (world) => store(world, 'load', { measurements: [{ name: 'p95', value: 9, unit: 'ms', limit: { atMost: 5 } }] }),
      /The newest evidence of the load gate .* is: fail/,
    ],
    [
      "the load test's evidence says pass without a figure",
      (world) => store(world, 'load', { measurements: [] }),
      /The newest evidence of the load gate .* is: not judged/,
    ],
    [
      "the load test's evidence is another execution's",
      (world) => {
        const [key] = asObject(storedEvidence('load'));
        world.aws.objects.set(key, JSON.stringify(storedEvidence('load', { execution: 'execution-0' })));
      },
      /The newest evidence of the load gate .* is: damaged/,
    ],
  ]),
  ...neighbours('alarms', [
    [
      'the smoke test failed, and passed when it was started again: the approval says both',
      (world) => {
        store(world, 'smoke', failed);
        store(world, 'smoke', { build: second });
        world.look = () => exported(world, summaryVariable, 'smoke fail then pass');
      },
    ],
    [
      'a limit is looser than in the commit that was promoted before: the approval says so',
      (world) => {
        const gates = { 'Dev.load.thresholds.api.p95Ms': 10 };
        world.variables.PROMOTED_INTO = 'Staging';
        world.aws.objects.set(
          'evidence-bucket/last-passed/Staging/alarms/gates.json',
          JSON.stringify({ commit: 'fedcba9', gates }),
        );
        world.look = () => exported(world, looserVariable, 'Dev.load.thresholds.api.p95Ms 10 -> ');
      },
    ],
  ]),
];
