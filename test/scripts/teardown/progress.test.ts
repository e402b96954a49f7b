import { Progress } from '../../../scripts/teardown/progress';
import { livingStack } from './living-stack';

const stack = livingStack('Dev-Edge', { region: 'us-east-1' });
const of = (LogicalResourceId: string, ResourceType: string, ResourceStatus: string, PhysicalResourceId = 'x') => ({
  StackId: stack.id,
  StackName: stack.name,
  EventId: `${LogicalResourceId} ${ResourceStatus}`,
  Timestamp: new Date(),
  LogicalResourceId,
  ResourceType,
  PhysicalResourceId,
  ResourceStatus: ResourceStatus as 'DELETE_COMPLETE',
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the progress of a teardown', () => {
  test('says of each resource how it ended, and which stacks are still at work', () => {
    const said: string[] = [];
    const progress = new Progress((line) => said.push(line));
    progress.begun(stack);
    expect(progress.running).toEqual([stack]);
    progress.tell(stack, of('Dev-Edge', 'AWS::CloudFormation::Stack', 'DELETE_IN_PROGRESS', stack.id));
    progress.tell(stack, of('Acl', 'AWS::WAFv2::WebACL', 'DELETE_IN_PROGRESS'));
    progress.tell(stack, of('Acl', 'AWS::WAFv2::WebACL', 'DELETE_COMPLETE'));
    progress.tell(stack, of('Logs', 'AWS::S3::Bucket', 'DELETE_SKIPPED'));
    progress.tell(stack, of('Dev-Edge', 'AWS::CloudFormation::Stack', 'DELETE_COMPLETE', stack.id));
    progress.close();
    expect(progress.running).toEqual([]);
    expect(said).toEqual([
      'Dev-Edge: deletion begun (us-east-1)',
      '  Dev-Edge: gone: AWS::WAFv2::WebACL Acl',
      '  Dev-Edge: stays: AWS::S3::Bucket Logs',
      'Dev-Edge: gone',
    ]);
  });

  test('breaks a long silence by what is at work, and is silent when it is over', () => {
    const said: string[] = [];
    const progress = new Progress((line) => said.push(line));
    progress.begun(stack);
    progress.tell(stack, of('Distribution', 'AWS::CloudFront::Distribution', 'DELETE_IN_PROGRESS'));
    said.length = 0;
    jest.advanceTimersByTime(59_000);
    expect(said).toEqual([]);
    jest.advanceTimersByTime(16_000);
    expect(said).toEqual(['  Dev-Edge: still at work on AWS::CloudFront::Distribution Distribution']);
    progress.close();
    jest.advanceTimersByTime(600_000);
    expect(said).toHaveLength(1);
  });
});
