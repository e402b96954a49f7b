import { restoreAnswer, rewriteAddress } from '../../../src/cloud/gateway/answers';
import { rosterId } from '../../../src/cloud/gateway/templates/roster-resource';
import { standInType } from '../../../src/cloud/gateway/templates/stand-in-types';

const member = (id: string, status: string, more = '') =>
  `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceStatus>${status}</ResourceStatus>${more}</member>`;

test('the roster does not show in lists of resources', () => {
  const type = `<ResourceType>${standInType('AWS::EC2::EIP')}</ResourceType>`;
  const answer = `<R>${member('A', 'CREATE_COMPLETE', type)}${member(rosterId, 'CREATE_COMPLETE')}${member('B', 'X')}</R>`;
  expect(restoreAnswer('ListStackResources', answer)).toBe(
    `<R>${member('A', 'CREATE_COMPLETE', '<ResourceType>AWS::EC2::EIP</ResourceType>')}${member('B', 'X')}</R>`,
  );
});

test('a failed roster shows, because its reason is why the deployment failed', () => {
  const answer = `<R>${member(rosterId, 'CREATE_FAILED')}</R>`;
  expect(restoreAnswer('DescribeStackEvents', answer)).toBe(answer);
});

test('members inside members are told apart', () => {
  const details = '<Details><member><Name>x</Name></member></Details>';
  const answer = `<R>${member('A', 'X', details)}${member(rosterId, 'X', details)}</R>`;
  expect(restoreAnswer('DescribeChangeSet', answer)).toBe(`<R>${member('A', 'X', details)}</R>`);
});

test("only the emulator's own address is rewritten", () => {
  const text = 'http://localhost:4566/q http://127.0.0.1:4566/q http://localhost:45661/q https://example.org';
  expect(rewriteAddress(text, 4566, 'http://gateway')).toBe(
    'http://gateway/q http://gateway/q http://localhost:45661/q https://example.org',
  );
});
