import { changedTypes } from '../../../src/cloud/state-refusals/changed-types';

const judge = (kinds: Record<string, readonly string[]>) =>
  changedTypes({ step: 'types', account: '222222222222', region: 'eu-west-1', stack: 'Alpha', kinds });

test('a resource keeps its type, and a custom one may be provided by another name', () => {
  expect(judge({ B: ['AWS::SNS::Topic', 'AWS::SQS::Queue'], A: ['Custom::One', 'AWS::SQS::Queue'] })).toMatchObject({
    refused: expect.stringMatching(/^Update of resource type is not permitted\. .*: \[A, B\]$/),
  });
  expect(judge({ A: ['Custom::One', 'Custom::Other'] })).toBeUndefined();
});
