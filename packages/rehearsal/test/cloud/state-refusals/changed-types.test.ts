import { changedTypes } from '../../../src/cloud/state-refusals/changed-types';

const judge = (kinds: Record<string, readonly string[]>) =>
  changedTypes({ step: 'types', account: '222222222222', region: 'eu-west-1', stack: 'Alpha', kinds });

test('a resource keeps its type, also a custom one', () => {
  expect(judge({ B: ['AWS::SNS::Topic', 'AWS::SQS::Queue'], A: ['Custom::One', 'Custom::Other'] })).toMatchObject({
    refused: expect.stringMatching(/^Update of resource type is not permitted\. .*: \[A, B\]$/),
  });
  expect(judge({})).toBeUndefined();
});
