/** The event in the shape of AWS's page: https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
export const failed = {
  version: '0',
  id: 'CWE-event-id',
  'detail-type': 'CodePipeline Pipeline Execution State Change',
  source: 'aws.codepipeline',
  account: '123456789012',
  time: '2020-01-31T18:55:43Z',
  region: 'us-west-2',
  resources: ['arn:aws:codepipeline:us-west-2:123456789012:myPipeline'],
  detail: {
    pipeline: 'myPipeline',
    'execution-id': '01234567-0123-0123-0123-012345678901',
    'start-time': '2023-10-26T13:49:39.208Z',
    state: 'FAILED',
    version: 1,
    'pipeline-execution-attempt': 1,
  },
};
