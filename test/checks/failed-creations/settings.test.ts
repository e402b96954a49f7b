import { readSettings } from '../../../checks/failed-creations/settings';

const place = {
  name: 'Dev-Data',
  region: 'eu-west-1',
  roleArn: 'arn:aws:iam::111111111111:role/deploys',
  path: 'PipelineStack/Dev/Data',
};
const good = { ENVIRONMENT: 'Dev', NAME_PREFIX: 'tap-dev', EXECUTION: 'e-1', STACKS: JSON.stringify([place]) };

test('environment, execution and stacks are read from the variables of the job', () => {
  expect(readSettings(good)).toEqual({
    environment: 'Dev',
    namePrefix: 'tap-dev',
    execution: 'e-1',
    stacks: [place],
  });
});

test.each([
  ['no environment', { ENVIRONMENT: undefined }],
  ['no prefix, so that nobody knows whose stacks are meant', { NAME_PREFIX: undefined }],
  ['no execution', { EXECUTION: '' }],
  ['no stacks', { STACKS: undefined }],
  ['an empty list, after which nothing would have been looked at', { STACKS: '[]' }],
  ['no JSON', { STACKS: 'Dev-Data' }],
  ['a stack without its role', { STACKS: JSON.stringify([{ ...place, roleArn: '' }]) }],
  ['a stack without its path', { STACKS: JSON.stringify([{ ...place, path: undefined }]) }],
])('%s is refused with what was received', (_, wrong) => {
  expect(() => readSettings({ ...good, ...wrong })).toThrow(/TAP3401/);
});
