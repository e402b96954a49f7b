import { S3Client } from '@aws-sdk/client-s3';
import { keepScan } from '../../../../scripts/build/image/evidence';
import { judge } from '../../../../scripts/build/image/verdict';

const digest = `sha256:${'a'.repeat(64)}`;
const where = { bucket: 'evidence', commit: 'abc', execution: 'run-1' };
const finding = { id: 'CVE-1', severity: 'CRITICAL', packages: ['openssl 3.0.17'] };
const acceptance = { id: 'CVE-1', reason: 'Debian has no fix yet', until: '2026-12-31' };
const verdict = judge([finding], {
  failsFrom: 'CRITICAL',
  accepted: [acceptance],
  today: new Date('2026-11-29T00:00:00Z'),
});

test('what was accepted is kept beside the gates’ evidence, with its reason and day', async () => {
  const client = new S3Client({});
  const send = jest.spyOn(client, 'send').mockImplementation(async () => ({}));
  await expect(keepScan(where, digest, verdict, client)).resolves.toBe('s3://evidence/abc/run-1/Build/image/scan.json');
  const [{ input }] = send.mock.calls[0] as unknown as [{ input: { Bucket: string; Key: string; Body: string } }];
  expect(input).toMatchObject({ Bucket: 'evidence', Key: 'abc/run-1/Build/image/scan.json' });
  expect(JSON.parse(input.Body)).toMatchObject({
    image: digest,
    commit: 'abc',
    execution: 'run-1',
    verdict: 'pass',
    found: { CRITICAL: 1 },
    accepted: [{ ...finding, ...acceptance }],
  });
});

test('evidence that can’t be stored stops the job', async () => {
  const client = new S3Client({});
  jest.spyOn(client, 'send').mockImplementation(async () => {
    throw new Error('denied');
  });
  await expect(keepScan(where, digest, verdict, client)).rejects.toThrow(
    /^TAP2028: s3:\/\/evidence\/abc\/run-1.*denied/,
  );
});
