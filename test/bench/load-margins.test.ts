import { loadMargins } from '../../bench/load-margins';

const load = (answered?: string): Parameters<typeof loadMargins>[0]['gates'][number] => ({
  gate: 'load',
  environment: 'Dev',
  commit: 'c',
  execution: 'e',
  subject: answered === undefined ? {} : { answered },
  startedAt: '2026-01-02T03:04:01.000Z',
  endedAt: '2026-01-02T03:04:45.000Z',
  verdict: 'pass',
  reasons: [],
  measurements: [],
});
const stages = (seconds: number) => [
  {
    name: 'Dev',
    verdict: 'pass' as const,
    seconds,
    actions: [{ name: 'LoadTest', provider: 'CodeBuild', verdict: 'pass' as const, seconds, differences: [] }],
  },
];

test("a load's margins are what its job takes beside it", () => {
  const answered = '2026-01-02T03:04:02.500Z/2026-01-02T03:04:44.250Z';
  expect(loadMargins({ gates: [load(answered)], stages: stages(44) })).toEqual([{ before: 1.5, after: 0.75 }]);
});

test('a load without answers, or without its action, has none', () => {
  expect(() => loadMargins({ gates: [load()], stages: stages(44) })).toThrow(/when the load of Dev was answered/);
  expect(() => loadMargins({ gates: [load('never')], stages: stages(44) })).toThrow(/Dev/);
  expect(() => loadMargins({ gates: [load('2026-01-02T03:04:02Z/2026-01-02T03:04:44Z')], stages: [] })).toThrow(/Dev/);
});
