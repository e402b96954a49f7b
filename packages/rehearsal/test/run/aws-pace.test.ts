import type { PacedLoad } from '../../src/cloud/alarms/aws-pace';
import type { PacedAlarm, RehearsalEvent } from '../../src/events/events';
import type { GateEvidence } from '../../src/events/gate-evidence';
import { tellingAwsPace } from '../../src/run/aws-pace';
import { gates } from '../support/gates';

const startedAt = '2026-01-01T12:00:00.000Z';
const endedAt = '2026-01-01T12:00:42.000Z';
const lengths = [
  { name: 'seconds', value: 32, unit: 's' },
  { name: 'seconds on AWS', value: 180, unit: 's' },
];

function judged(gate: GateEvidence['gate'], measurements: GateEvidence['measurements']): RehearsalEvent {
  const evidence: GateEvidence = {
    gate,
    environment: 'Alpha',
    commit: 'a1b2c3',
    execution: 'e-1',
    subject: {},
    startedAt,
    endedAt,
    verdict: 'pass',
    reasons: [],
    measurements,
  };
  return { type: 'gate-judged', evidence };
}

function paced(name: string, onAws: PacedAlarm['onAws'], here: PacedAlarm['here']): PacedAlarm {
  return { name, onAws, here, reason: 'by arithmetic' };
}

function tell(event: RehearsalEvent, alarms: readonly PacedAlarm[] = []) {
  const told: RehearsalEvent[] = [];
  const asked: [string, PacedLoad][] = [];
  const backing = {
    atAwsPace: (environment: string, load: PacedLoad) => {
      asked.push([environment, load]);
      return alarms;
    },
  };
  const emit = tellingAwsPace((one) => told.push(one), backing, gates);
  emit(event);
  return { told, asked };
}

test('after a load test its alarms are asked about, over its own time and both lengths of the load', () => {
  const alarms = [paced('quiet', 'would not fire', 'did not fire'), paced('loud', 'would fire', 'fired')];
  const event = judged('load', lengths);
  const { told, asked } = tell(event, alarms);
  expect(asked).toEqual([
    ['Alpha', { from: Date.parse(startedAt), to: Date.parse(endedAt), secondsHere: 32, secondsOnAws: 180 }],
  ]);
  expect(told).toEqual([event, { type: 'alarms-at-aws-pace', environment: 'Alpha', alarms }]);
});

test('a warning names the alarms on which the two paces disagree, and no other', () => {
  const { told } = tell(judged('load', lengths), [
    paced('sleeps-here', 'would fire', 'did not fire'),
    paced('only-here', 'would not fire', 'fired'),
    paced('loud', 'would fire', 'fired'),
    paced('hourly', 'not known', 'fired'),
  ]);
  const warnings = told.filter(({ type }) => type === 'warning');
  expect(warnings).toEqual([{ type: 'warning', code: 'TAP4215', message: expect.any(String) }]);
  expect(warnings[0]).toMatchObject({
    message: expect.stringMatching(
      /^Alpha: .*would have fired and did not here: sleeps-here; would not have fired and did here: only-here\. /,
    ),
  });
});

test('other events, other gates and a load that never began are handed on alone', () => {
  for (const event of [judged('alarms', lengths), judged('load', []), { type: 'phase', text: 'x' } as const]) {
    const { told, asked } = tell(event);
    expect([told, asked]).toEqual([[event], []]);
  }
});
