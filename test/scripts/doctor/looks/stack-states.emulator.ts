import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ownerMetadata } from '../../../../contracts/ownership';
import { eventually } from '../../../../packages/rehearsal/test/cloud/fixtures/eventually';
import { stackStates } from '../../../../scripts/doctor/looks/stack-states';
import { emulated } from '../emulated';
import { devAccount, found, pipelineAccount, region, stack } from '../subject';

const { planter, look } = emulated();
const stacks = [stack('PipelineStack'), stack('Dev-Network'), stack('Dev-Data')];

/** What no stack exports, so that the creation fails and is rolled back. */
const failing = { DisplayName: { 'Fn::ImportValue': 'nothing' } };

async function create(account: string, StackName: string, Properties: object, until: string): Promise<void> {
  const client = new CloudFormationClient(planter(account));
  const TemplateBody = JSON.stringify({
    Metadata: { [ownerMetadata]: 'tap-dev' },
    Resources: { One: { Type: 'AWS::SNS::Topic', Properties } },
  });
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  await eventually(`${StackName} is ${until}`, async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.StackStatus === until;
  });
}

describe('states of stacks (emulator)', () => {
  test('are in order as long as there are none', async () => {
    expect(await look(stackStates, { stacks })).toMatchObject({ findings: [], unseen: [], seen: { length: 2 } });
  });

  test('that block are found, in the account where the stack is ours, beside others that are complete', async () => {
    await create(devAccount, 'Dev-Network', {}, 'CREATE_COMPLETE');
    expect(found(await look(stackStates, { stacks }))).toEqual([]);
    await create(devAccount, 'Dev-Data', failing, 'ROLLBACK_COMPLETE');
    // Another team's: no stack of this configuration has the name there.
    await create(pipelineAccount, 'Dev-Data', failing, 'ROLLBACK_COMPLETE');
    const { findings, seen } = await look(stackStates, { stacks });
    expect(seen.length).toBe(2);
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'TAP6121',
        where: `account ${devAccount}, ${region}`,
        what: expect.stringContaining('Dev-Data is in ROLLBACK_COMPLETE'),
        todo: expect.stringContaining('retry the stage'),
        runbook: 'first-deployment',
      }),
    ]);
  });
});
