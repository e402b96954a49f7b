import { pendingKey } from '../../../src/cloud/state-refusals/pending-key';
import { changeOf } from './change';

test('a key that is pending deletion is told of what it is to encrypt', async () => {
  const table = (state: string) =>
    pendingKey.judge(changeOf('AWS::DynamoDB::Table', { step: 'create', service: { keys: { abc: state } } }));
  expect(await table('PendingDeletion')).toMatchObject({ told: expect.stringContaining('abc is pending deletion') });
  expect(await table('Enabled')).toBeUndefined();
});
