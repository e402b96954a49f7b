import { S3Client } from '@aws-sdk/client-s3';
import { keepEvidence } from '../../../../scripts/build/image/evidence';
import { judge } from '../../../../scripts/build/image/verdict';

const digest = `sha256:${'a'.repeat(64)}`;
const build = { id: 'tap-image:0a1b', number: '7' };
const where = { bucket: 'evidence', commit: 'abc', execution: 'run-1', build };
const key = 'abc/run-1/Build/image/7-0a1b/scan.json';
const finding = { id: 'CVE-1', severity: 'CRITICAL', packages: ['openssl 3.0.17'] };
const acceptance = { id: 'CVE-1', reason: 'Debian has no fix yet', until: '2026-12-31' };
const verdict = judge([finding], {
  failsFrom: 'CRITICAL',
  accepted: [acceptance],
  today: new Date('2026-11-29T00:00:00Z'),
});

test('what was accepted is kept beside the gates’ evidence, with its reason and day, and over nothing', async () => {
  const client = new S3Client({});
  const send = jest.spyOn(client, 'send').mockImplementation(async () => ({}));
  await expect(keepEvidence(where, 'scan', { image: digest, ...verdict }, client)).resolves.toBe(
    `s3://evidence/${key}`,
  );
  const [{ input }] = send.mock.calls[0] as unknown as [{ input: { Body: string } }];
  expect(input).toMatchObject({ Bucket: 'evidence', Key: key, IfNoneMatch: '*', ContentType: 'application/json' });
  expect(JSON.parse(input.Body)).toMatchObject({
    image: digest,
    commit: 'abc',
    execution: 'run-1',
    build,
    verdict: 'pass',
    found: { CRITICAL: 1 },
    accepted: [{ ...finding, ...acceptance }],
  });
});

function refusal(name: string, attempts: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { attempts } });
}

test.each([
  ['it is denied', refusal('AccessDenied', 1)],
  ['somebody has written it before', refusal('PreconditionFailed', 1)],
])('evidence that can’t be stored stops the job: %s', async (_, error) => {
  const client = new S3Client({});
  jest.spyOn(client, 'send').mockImplementation(async () => {
    throw error;
  });
  await expect(keepEvidence(where, 'scan', verdict, client)).rejects.toThrow(
    new RegExp(`^TAP2028: s3://evidence/${key} .*${error.message}`),
  );
});

test('evidence that an earlier try of the same call has stored is stored', async () => {
  const client = new S3Client({});
  jest.spyOn(client, 'send').mockImplementation(async () => {
    throw refusal('PreconditionFailed', 2);
  });
  await expect(keepEvidence(where, 'scan', verdict, client)).resolves.toBe(`s3://evidence/${key}`);
});
