import { subjectsOf } from '../../../src/cloud/gateway/subjects';

const url = (target = '/') => new URL(target, 'http://gateway');

test('names, ARNs and ids are found in forms, JSON and paths', () => {
  const form = new URLSearchParams({
    Action: 'Publish',
    TopicArn: 'arn:t',
    'AlarmNames.member.1': 'a',
    Message: 'hello',
  });
  expect(subjectsOf(url(), form, undefined)).toEqual(['arn:t', 'a']);
  const json = { repositoryName: 'acme', imageIds: [{ imageTag: 'v1', imageDigest: 'sha256:0' }], services: ['arn:s'] };
  expect(subjectsOf(url(), undefined, json)).toEqual(['acme', 'arn:s']);
  expect(subjectsOf(url('/bucket/a%20b.txt?list-type=2'), undefined, undefined)).toEqual(['bucket', 'a b.txt']);
});

test('tables are found in every kind of request for items, and nothing of the items', () => {
  const Key = { userId: { S: 'u-1' } };
  const tables = (json: unknown) => subjectsOf(url(), undefined, json);
  expect(tables({ TableName: 'stations', Key })).toEqual(['stations']);
  expect(
    tables({
      TransactItems: [{ Put: { TableName: 'stations', Item: Key } }, { Delete: { TableName: 'sensors', Key } }],
    }),
  ).toEqual(['stations', 'sensors']);
  expect(tables({ RequestItems: { stations: { Keys: [Key] }, sensors: { Keys: [Key] } } })).toEqual([
    'stations',
    'sensors',
  ]);
});

test('values that may be secret are never taken', () => {
  const json = {
    SecretId: 'db',
    SecretString: 's3cret',
    accessKey: 'k',
    ClientRequestToken: 't',
    apiKey: 'v',
    password: 'p',
  };
  expect(subjectsOf(url(), undefined, json)).toEqual(['db']);
});

test('long values and long lists are cut off', () => {
  expect(subjectsOf(url(), undefined, { name: 'x'.repeat(600) })).toEqual([]);
  const names = Array.from({ length: 500 }, (_, index) => `n${index}`);
  expect(subjectsOf(url(), undefined, { names })).toHaveLength(100);
});
