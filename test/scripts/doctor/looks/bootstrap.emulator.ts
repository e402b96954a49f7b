import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  bootstrapParameters,
  bootstrapStack,
  bootstrapTemplate,
} from '../../../../packages/rehearsal/src/cloud/base/bootstrap-parameters';
import { bootstrap } from '../../../../scripts/doctor/looks/bootstrap';
import { emulated } from '../emulated';
import { devAccount, found, pipelineAccount, region, stack } from '../subject';

const { planter, look } = emulated();
const stacks = [stack('PipelineStack'), stack('Dev-Network')];
const places = [pipelineAccount, devAccount].flatMap((account) => [region, 'us-east-1'].map((at) => ({ account, at })));

/** The parameter in which bootstrapping leaves its version. */
async function version(account: string, at: string, value: string, qualifier = 'shop'): Promise<void> {
  const Name = `/cdk-bootstrap/${qualifier}/version`;
  await new SSMClient(planter(account, at)).send(
    new PutParameterCommand({ Name, Value: value, Type: 'String', Overwrite: true }),
  );
}

function trusting(...accounts: readonly string[]): string {
  const AWS = accounts.map((account) => `arn:aws:iam::${account}:root`);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }],
  });
}

const roleName = (at: string) => `cdk-shop-deploy-role-${devAccount}-${at}`;

describe('bootstrapping (emulator)', () => {
  test('is missed in every account and region that has none, with the command that mends it', async () => {
    const examination = await look(bootstrap, { stacks });
    expect(found(examination)).toEqual(places.map(({ account, at }) => `TAP6111 account ${account}, ${at}`));
    expect(examination.findings.map(({ todo }) => todo)).toEqual(
      places.map(({ account, at }) => expect.stringContaining(`cdk bootstrap aws://${account}/${at} `)),
    );
    const ofDev = examination.findings.filter(({ where }) => where.includes(devAccount));
    expect(ofDev.length).toBe(2);
    for (const { todo } of ofDev) {
      expect(todo).toContain(`--trust ${pipelineAccount}`);
      expect(todo).toContain('--qualifier shop --toolkit-stack-name CDKToolkit-shop');
    }
  });

  test('under another qualifier is told as that', async () => {
    const client = new CloudFormationClient(planter(pipelineAccount));
    const template = {
      Parameters: { Qualifier: { Type: 'String' } },
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
    };
    await client.send(
      new CreateStackCommand({
        StackName: 'CDKToolkit',
        TemplateBody: JSON.stringify(template),
        Parameters: [{ ParameterKey: 'Qualifier', ParameterValue: 'hnb659fds' }],
      }),
    );
    await waitUntilStackCreateComplete(
      { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
      { StackName: 'CDKToolkit' },
    );
    const { findings } = await look(bootstrap, { stacks });
    const [first] = findings.filter(({ where }) => where === `account ${pipelineAccount}, ${region}`);
    expect(first?.what).toContain('under qualifier hnb659fds, but pipeline.bootstrapQualifier is shop');
  });

  /** As the CDK's own command does it. */
  async function bootstrapped(account: string, at: string, trusted: string): Promise<void> {
    const client = new CloudFormationClient(planter(account, at));
    const StackName = bootstrapStack('shop');
    const parameters = { ...bootstrapParameters('shop', trusted) };
    await client.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: await bootstrapTemplate(),
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { StackName });
  }

  test('is in order where the CDK did it and trusts the pipeline, and nowhere else', async () => {
    for (const { account, at } of places) await bootstrapped(account, at, pipelineAccount);
    expect(await look(bootstrap, { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: places.length },
    });
    const iam = new IAMClient(planter(devAccount));
    const RoleName = roleName(region);
    const PolicyDocument = trusting(devAccount, '999999999999');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    expect(found(await look(bootstrap, { stacks }))).toEqual([`TAP6113 account ${devAccount}, ${region}`]);
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trusting(pipelineAccount) }));
    await version(pipelineAccount, region, '5');
    expect(found(await look(bootstrap, { stacks }))).toEqual([`TAP6112 account ${pipelineAccount}, ${region}`]);
    await version(pipelineAccount, region, '6');
    expect(found(await look(bootstrap, { stacks }))).toEqual([]);
  });

  test('of which the stack is gone is found, though the version is still there', async () => {
    const client = new CloudFormationClient(planter(pipelineAccount));
    const StackName = bootstrapStack('shop');
    await client.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { StackName });
    await version(pipelineAccount, region, '33');
    expect(found(await look(bootstrap, { stacks }))).toEqual([`TAP6113 account ${pipelineAccount}, ${region}`]);
  });
});
