import { readFileSync } from 'node:fs';
import { summaryVariable } from '../../../contracts/approval';
import type { Evidence } from '../../../contracts/evidence';
import { sentText } from '../../../contracts/load-window';
import { asObject, type JudgedBefore, loadEvidence, smokeEvidence } from '../../checks/support/stored-evidence';
import { type Case, neighbours, sabotages, variants } from '../case';
import type { World } from '../world/world';

type Changes = Partial<Evidence> | ((judged: JudgedBefore) => Partial<Evidence>);

/** What the gates before have left, with changes. */
const left =
  (changes: { readonly smoke?: Changes; readonly load?: Changes }) =>
  (world: World): void => {
    world.evidence = (judged) => {
      const of = (found: Changes = {}) => (typeof found === 'function' ? found(judged) : found);
      return [asObject(smokeEvidence(judged, of(changes.smoke))), asObject(loadEvidence(judged, of(changes.load)))];
    };
  };

const failed: Partial<Evidence> = { verdict: 'fail', reasons: ['The shop was closed.'] };
const second = ({ window }: JudgedBefore): Partial<Evidence> => {
  const at = (seconds: number) => new Date(window.startedAt.getTime() - seconds * 1000).toISOString();
  return { build: { id: 'tap-Dev-smoke:bbbb', number: 2, startedAt: at(9) }, startedAt: at(8), endedAt: at(1) };
};
const sent = (doors: Record<string, number>) => (world: World) => {
  world.variables.LOAD_SENT = sentText({
    runId: world.cloudWatch.log.runId,
    doors,
    tasks: { least: 1_796, most: 1_800 },
  });
};

function exported(world: World, name: string, words: string): string | undefined {
  const text = readFileSync(`${world.folder}/exports/${name}`, 'utf8');
  return text.includes(words) ? undefined : `the approval says "${text}"`;
}

/** Two builds of the smoke test, the second one with changes of its own. */
const twice =
  (first: Partial<Evidence>, changes: () => Partial<Evidence> = () => ({})) =>
  (world: World): void => {
    world.evidence = (judged) => [
      asObject(smokeEvidence(judged, first)),
      asObject(smokeEvidence(judged, { ...second(judged), ...changes() })),
      asObject(loadEvidence(judged)),
    ];
  };

/** What the gates before the last one have said, and what was asked of the commit before. */
export const earlierCases: readonly Case[] = [
  ...sabotages('alarms', [
    [
      'the smoke test has left no evidence',
      (world) => {
        world.evidence = (judged) => [asObject(loadEvidence(judged))];
      },
      /The evidence of the smoke gate in this execution is not in the bucket/,
    ],
    [
      'the smoke test was started again and failed',
      twice({}, () => failed),
      /The newest evidence of the smoke gate in this execution, of build 2, is: fail/,
    ],
    [
      "the load test's evidence was changed to a pass",
      left({ load: { measurements: [{ name: 'p95', value: 9, unit: 'ms', limit: { atMost: 5 } }] } }),
      /The newest evidence of the load gate .* is: fail/,
    ],
    [
      "the load test's evidence says pass without a figure",
      left({ load: { measurements: [] } }),
      /The newest evidence of the load gate .* is: not judged/,
    ],
    [
      "the load test's evidence is another execution's",
      left({ load: { execution: 'execution-0' } }),
      /The newest evidence of the load gate .* is: damaged/,
    ],
    [
      'the smoke test looked at another image',
      left({ smoke: ({ subject }) => ({ subject: { ...subject, image: 'sha256:0' } }) }),
      /The evidence of the smoke gate is of image sha256:0; here it is/,
    ],
    [
      "the load went to another environment's doors",
      left({ load: ({ subject }) => ({ subject: { ...subject, doors: 'https://a.example https://b.example' } }) }),
      /The evidence of the load gate is of doors https:\/\/a\.example/,
    ],
    [
      'the load was held to wider limits',
      left({
        load: (judged) => ({
          measurements: loadEvidence(judged).measurements.map((one) =>
            one.name === 'search through api wait p95' ? { ...one, limit: { atMost: 9_999 } } : one,
          ),
        }),
      }),
      /has no "search through api wait p95" with the limit \{"atMost":800\}/,
    ],
    [
      'the smoke test ran after the load',
      twice({}, () => ({ startedAt: new Date().toISOString(), endedAt: new Date().toISOString() })),
      /The smoke test ended at .*, and the load test began before/,
    ],
    [
      'the window is of a load that nobody judged',
      left({ load: { build: { id: 'tap-Dev-load:other', number: 1, startedAt: new Date(0).toISOString() } } }),
      /LOAD_WINDOW is of load-test:1, from/,
    ],
    [
      'the load says that it sent nothing through its doors',
      sent({ cloudfront: 0, api: 0 }),
      /LOAD_SENT says \{"cloudfront":0,"api":0\}; the evidence of the load has/,
    ],
  ]),
  ...variants('alarms', [
    [
      'the window begins when most of the load has been answered',
      left({
        load: ({ subject, window: { startedAt, endedAt } }) => {
          const before = new Date(startedAt.getTime() - 3_000).toISOString();
          return { startedAt: before, subject: { ...subject, answered: `${before}/${endedAt.toISOString()}` } };
        },
      }),
      /LOAD_WINDOW is of load-test:1, from .*, answered/,
    ],
  ]),
  ...neighbours('alarms', [
    [
      'the smoke test failed, and passed when it was started again: the approval says both',
      (world) => {
        twice(failed)(world);
        world.look = () => exported(world, summaryVariable, 'smoke fail then pass');
      },
    ],
    [
      'each gate was started again after it failed, with an override, while memory grows: the approval says each',
      (world) => {
        const overrides = { subject: { overrides: 'LOAD_PROFILE=smoke' } };
        world.evidence = (judged) => {
          const { build } = loadEvidence(judged);
          const again = second(judged);
          const alarms = {
            ...failed,
            gate: 'alarms',
            build: { id: 'tap-Dev-alarms:aaaa', number: 1, startedAt: again.startedAt },
          };
          return [
            asObject(smokeEvidence(judged, { ...failed, ...overrides })),
            asObject(smokeEvidence(judged, again)),
            asObject(loadEvidence(judged, { ...failed, build: { ...build, id: 'tap-Dev-load:first' } })),
            asObject(loadEvidence(judged, { build: { ...build, number: 2 } })),
            asObject(loadEvidence(judged, alarms as Partial<Evidence>)),
          ];
        };
        world.cloudWatch.courses.set('AWS/ECS MemoryUtilization', (seconds) => 40 + Math.max(0, seconds) / 10);
        world.look = () =>
          exported(world, summaryVariable, 'smoke fail>pass, load fail>pass, alarms fail>pass, 1 override');
      },
    ],
  ]),
];
