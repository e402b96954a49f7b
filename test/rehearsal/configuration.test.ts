import { configure } from '@delivery/rehearsal/configuration/configuration';
import { lengths } from '../../checks/load-test/figures';
import type { Evidence } from '../../contracts/evidence';
import configuration from '../../rehearsal/rehearsal.config';
import { profile, record } from '../checks/support/load-records';

const seconds = profile.doors.api.executor === 'constant-arrival-rate' ? profile.doors.api.seconds : 0;

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

const loadLength = (of: Evidence) => configuration.gates?.loadLength?.(of);

test('the length of a load and that of its profile are read from the evidence of the load gate', () => {
  expect(loadLength(evidence(180))).toEqual({ here: seconds, onAws: 180 });
});

test('other gates, and a load test that never read its profile, say nothing of a length', () => {
  expect(loadLength(evidence(180, { gate: 'alarms' }))).toBeUndefined();
  expect(loadLength(evidence(180, { measurements: [] }))).toBeUndefined();
});

test('evidence is read as the gates write it, and anything else counts for nothing', () => {
  const read = configuration.gates?.read;
  expect(read?.(evidence(180))).toEqual(evidence(180));
  expect(read?.({ ...evidence(180), gate: 'tarot' })).toBeUndefined();
  expect(read?.(undefined)).toBeUndefined();
});

test('a job is a gate if it is told an environment to judge and where to keep the evidence', () => {
  const identify = configuration.gates?.identify;
  const variables = { ENVIRONMENT: 'Dev', EVIDENCE_BUCKET: 'b', COMMIT: 'c', EXECUTION: 'e' };
  expect(identify?.(variables)).toEqual({ environment: 'Dev', commit: 'c', execution: 'e' });
  const { ENVIRONMENT, ...ofTheImage } = variables;
  expect(identify?.(ofTheImage)).toBeUndefined();
  const { EVIDENCE_BUCKET, ...withoutBucket } = variables;
  expect(identify?.(withoutBucket)).toBeUndefined();
});

test('the file has the form that the rehearsal asks for', () => {
  expect(configure('rehearsal.config.ts', configuration)).toMatchObject(configuration);
});
