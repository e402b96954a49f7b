import { authorizationFor, credentialOf } from '../../../src/cloud/base/credential';
import { Callers } from '../../../src/cloud/gateway/callers';

const job = { name: 'job Alpha/Verify', account: '222222222222', region: 'eu-west-1' };

test('each caller has a key pair of its own, and the same caller always the same one', () => {
  const callers = new Callers();
  const keys = callers.issue(job);
  expect(callers.issue({ ...job })).toEqual(keys);
  const others = [
    { ...job, name: 'job Alpha/Load' },
    { ...job, account: '3' },
    { ...job, roleArn: 'arn:r' },
  ].map((one) => callers.issue(one));
  expect(new Set([keys, ...others].map(({ accessKey }) => accessKey)).size).toBe(4);
  expect(keys.accessKey).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(callers.find(keys.accessKey)).toMatchObject(job);
});

test('keys of another run are unknown', () => {
  expect(new Callers().find(new Callers().issue(job).accessKey)).toBeUndefined();
});

test('a session belongs to the account of its role', () => {
  const callers = new Callers();
  callers.registerSession('ASIAX', job, 'arn:aws:sts::333333333333:assumed-role/gate/session');
  expect(callers.find('ASIAX')).toEqual({
    name: 'job Alpha/Verify > gate',
    account: '333333333333',
    region: job.region,
    roleArn: 'arn:aws:iam::333333333333:role/gate',
    session: true,
  });
});

test('a credential is read from the header or from a presigned query', () => {
  const header = authorizationFor('222222222222', 'eu-west-1', 's3');
  const expected = { accessKey: '222222222222', region: 'eu-west-1', service: 's3' };
  expect(credentialOf(header, new URLSearchParams())).toEqual({ ...expected, presigned: false });
  const query = new URLSearchParams({ 'X-Amz-Credential': '222222222222/20260101/eu-west-1/s3/aws4_request' });
  expect(credentialOf(undefined, query)).toEqual({ ...expected, presigned: true });
  expect(credentialOf('Bearer x', new URLSearchParams())).toBeUndefined();
});
