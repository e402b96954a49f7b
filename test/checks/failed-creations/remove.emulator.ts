import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CloudFormationSource } from '../../../checks/failed-creations/cloud-formation';
import { removeFailedCreations } from '../../../checks/failed-creations/remove';
import { ownerMetadata } from '../../../contracts/ownership';
import { type Emulator, startEmulator } from '../../../packages/rehearsal/src/cloud/emulator/emulator';
import { eventually } from '../../../packages/rehearsal/test/cloud/fixtures/eventually';
import { withVariables } from '../../helpers/account-profiles';

const root = join(__dirname, '../../..');
const account = '111111111111';
const region = 'eu-west-1';
const folder = mkdtempSync(join(tmpdir(), 'failed-creations-'));
let emulator: Emulator;
let restore: () => void;
let cloudFormation: CloudFormationClient;

beforeAll(async () => {
  emulator = await startEmulator({
    dir: folder,
    account,
    region,
    python: join(root, '.tools', 'python', 'bin', 'python'),
  });
  restore = withVariables({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${emulator.port}`,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: region,
  });
  cloudFormation = new CloudFormationClient({ region });
});

afterAll(async () => {
  cloudFormation.destroy();
  restore();
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A log group with a fixed name that outlives its stack, and a resource that can't be made. */
const template = (name: string, fails: boolean, owner: string) =>
  JSON.stringify({
    Metadata: { [ownerMetadata]: owner },
    Resources: {
      Kept: {
        Type: 'AWS::Logs::LogGroup',
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: { LogGroupName: `/fixed/${name}` },
      },
      ...(fails && {
        Never: {
          Type: 'AWS::SNS::Topic',
          DependsOn: 'Kept',
          Properties: { DisplayName: { 'Fn::ImportValue': 'nothing' } },
        },
      }),
    },
  });

async function create(StackName: string, until: string, owner = 'tap-dev'): Promise<void> {
  const TemplateBody = template(StackName, until !== 'CREATE_COMPLETE', owner);
  const OnFailure = until === 'CREATE_FAILED' ? 'DO_NOTHING' : 'ROLLBACK';
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody, OnFailure }));
  await eventually(`${StackName} is ${until}`, async () => (await statusOf(StackName)) === until);
}

async function statusOf(StackName: string): Promise<string | undefined> {
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.StackStatus;
  } catch {
    return undefined;
  }
}

async function logGroups(): Promise<readonly string[]> {
  const client = new CloudWatchLogsClient({ region });
  const { logGroups: found = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/fixed/' }));
  client.destroy();
  return found.map(({ logGroupName }) => logGroupName ?? '').sort();
}

async function run(...names: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const roleArn = `arn:aws:iam::${account}:role/deploys`;
  await removeFailedCreations(
    names.map((name) => ({ name, region, roleArn, path: `PipelineStack/${name.replace('-', '/')}` })),
    {
      job: { say: (line) => lines.push(line), signal: new AbortController().signal },
      namePrefix: 'tap-dev',
      pauseMs: 20,
      source: (place) => new CloudFormationSource(place, 'test'),
    },
  );
  return lines.join('\n');
}

test('a creation that was rolled back goes, with the name that it had; the complete stack beside it stays (emulator)', async () => {
  await create('Dev-Network', 'CREATE_COMPLETE');
  await create('Dev-Data', 'ROLLBACK_COMPLETE');
  const log = await run('Dev-Network', 'Dev-Data', 'Dev-Edge');
  expect(log).toMatch(/failed: Never/);
  expect(await statusOf('Dev-Network')).toBe('CREATE_COMPLETE');
  expect([undefined, 'DELETE_COMPLETE']).toContain(await statusOf('Dev-Data'));
  expect(await logGroups()).toEqual(['/fixed/Dev-Network']);
  await create('Dev-Data', 'ROLLBACK_COMPLETE');
});

test('a creation that was rolled back and is another application’s stays, and stops the job (emulator)', async () => {
  await create('Dev-Service', 'ROLLBACK_COMPLETE', 'other-dev');
  await expect(run('Dev-Service')).rejects.toThrow(/TAP3405.*Dev-Service/s);
  expect(await statusOf('Dev-Service')).toBe('ROLLBACK_COMPLETE');
});

test('what a deletion keeps with its name is named, and stops the job (emulator)', async () => {
  await create('Dev-Api', 'CREATE_FAILED');
  await expect(run('Dev-Api')).rejects.toThrow(/TAP3404.*Dev-Api.*\/fixed\/Dev-Api/s);
  expect(await logGroups()).toContain('/fixed/Dev-Api');
});
