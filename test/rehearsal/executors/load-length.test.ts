import type { Evidence } from '../../../checks/evidence';
import { lengths } from '../../../checks/load-test/figures';
import { loadDifferences, loadLength } from '../../../rehearsal/executors/codebuild/load-length';
import { PROFILE, record } from '../../checks/support/load-records';

const seconds = PROFILE.doors.api.executor === 'constant-arrival-rate' ? PROFILE.doors.api.seconds : 0;

function evidence(writtenSeconds: number, changes: Partial<Evidence> = {}): Evidence {
  return {
    gate: 'load',
    environment: 'Dev',
    commit: 'a1b2c3',
    execution: 'execution',
    startedAt: '2026-01-01T12:00:00Z',
    endedAt: '2026-01-01T12:00:40Z',
    verdict: 'pass',
    reasons: [],
    measurements: lengths(record({ writtenSeconds })),
    ...changes,
  };
}

test('a load that was shortened is a difference, with both lengths', () => {
  expect(loadLength(evidence(180))).toEqual({ here: seconds, onAws: 180 });
  expect(loadDifferences(evidence(180))).toEqual([
    { onAws: 'the load lasts 180 s', here: expect.stringContaining(`lasts ${seconds} s`) },
  ]);
});

test('a load that lasted as long as its profile says is none', () => {
  expect(loadDifferences(evidence(seconds))).toEqual([]);
});

test('other gates, and a load test that never read its profile, say nothing of a length', () => {
  expect(loadLength(evidence(180, { gate: 'alarms' }))).toBeUndefined();
  expect(loadLength(evidence(180, { measurements: [] }))).toBeUndefined();
  expect(loadDifferences(evidence(180, { measurements: [] }))).toEqual([]);
});
