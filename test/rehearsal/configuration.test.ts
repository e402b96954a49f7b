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
    subject: { profile: 'load' },
    build: { id: 'project:id', number: 1, startedAt: '2026-01-01T12:00:00Z' },
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

test('evidence is read as the gates write it, its build named, and anything else counts for nothing', () => {
  const read = configuration.gates?.read;
  const written = evidence(180, { verdict: 'fail', reasons: ['It is slow.'] });
  const { build, ...others } = written;
  expect(read?.(written)).toEqual({ ...others, subject: { profile: 'load', build: 'project:id' } });
  expect(read?.({ ...evidence(180), gate: 'tarot' })).toBeUndefined();
  expect(read?.(undefined)).toBeUndefined();
});

test('a pass that its own figures contradict is none', () => {
  const measurements = [{ name: 'p95', value: 742, unit: 'ms', limit: { atMost: 500 } }];
  expect(configuration.gates?.read(evidence(180, { measurements }))).toMatchObject({
    verdict: 'fail',
    reasons: [expect.stringContaining('p95 is 742 ms; at most 500 is allowed')],
  });
});

test('a job is a gate if it is told an environment to judge and where to keep the evidence', () => {
  const identify = configuration.gates?.identify;
  const variables = { GATE: 'smoke', ENVIRONMENT: 'Dev', EVIDENCE_BUCKET: 'b', COMMIT: 'c', EXECUTION: 'e' };
  expect(identify?.(variables)).toEqual({ gate: 'smoke', environment: 'Dev', commit: 'c', execution: 'e' });
  const { ENVIRONMENT, ...ofTheImage } = variables;
  expect(identify?.(ofTheImage)).toBeUndefined();
  const { EVIDENCE_BUCKET, ...withoutBucket } = variables;
  expect(identify?.(withoutBucket)).toBeUndefined();
});

test('the file has the form that the rehearsal asks for', () => {
  expect(configure('rehearsal.config.ts', configuration)).toMatchObject(configuration);
});
