import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ownerMetadata } from '../../../../contracts/ownership';
import { eventually } from '../../../../packages/rehearsal/test/cloud/fixtures/eventually';
import { stackNames } from '../../../../scripts/doctor/looks/stack-names';
import { emulated } from '../emulated';
import { devAccount, found, pipelineAccount, region, stack } from '../subject';

const { planter, look } = emulated();
const stacks = [stack('PipelineStack'), stack('Dev-Network'), stack('Dev-Data')];

async function create(account: string, StackName: string, template: object, until = 'CREATE_COMPLETE'): Promise<void> {
  const client = new CloudFormationClient(planter(account));
  await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }));
  await eventually(`${StackName} is ${until}`, async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.StackStatus === until;
  });
}

test('names of stacks are free, then held by our own, and found where somebody else has them (emulator)', async () => {
  expect(await look(stackNames, { stacks })).toMatchObject({ findings: [], unseen: [], seen: { length: 2 } });
  const topic = { Type: 'AWS::SNS::Topic' };
  await create(devAccount, 'Dev-Network', { Metadata: { [ownerMetadata]: 'tap-dev' }, Resources: { One: topic } });
  // Of the other account, where no stack of ours has the name.
  await create(pipelineAccount, 'Dev-Data', { Resources: { One: topic } });
  expect(await look(stackNames, { stacks })).toMatchObject({ findings: [], unseen: [] });
  const failing = { ...topic, Properties: { DisplayName: { 'Fn::ImportValue': 'nothing' } } };
  await create(devAccount, 'Dev-Data', { Resources: { One: failing } }, 'ROLLBACK_COMPLETE');
  const examination = await look(stackNames, { stacks });
  expect(found(examination)).toEqual([`TAP6192 account ${devAccount}, ${region}`]);
  expect(examination.findings[0]?.what).toContain('Dev-Data');
});
