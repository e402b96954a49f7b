import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { sdkConfiguration } from '@delivery/rehearsal/executors/sdk-configuration';
import { Assembly } from '@delivery/rehearsal/run/assembly';
import type { LocalCloud } from '../../packages/rehearsal/src/cloud/base/contracts';
import { lookAtMachine } from '../../packages/rehearsal/src/executors/codebuild/machine';
import { cdkIn, runCdk } from '../../packages/rehearsal/src/run/cdk';
import { startCloud } from '../../packages/rehearsal/src/run/start-cloud';
import { clockFactor, defaultAccount, defaultRegion } from '../../packages/rehearsal/src/run/surroundings';
import { synthesize } from '../helpers/synthesize';
import { variantInputs } from '../helpers/variants';

const root = join(__dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'first-deployment-'));
const good = join(work, 'good');
const bad = join(work, 'bad');
const controller = new AbortController();
let cloud: LocalCloud | undefined;

function readJson<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
}

/** What a person runs, with the CDK's own command, against the emulator. */
async function deploy(assembly: string) {
  const machine = await lookAtMachine(join(root, '.tools'));
  return runCdk(
    cdkIn({ clone: root, machine, home: work, signal: controller.signal }),
    ['deploy', 'PipelineStack', '--app', assembly, '--require-approval', 'never'],
    { ...cloud?.awsVariables({ name: 'person cdk deploy', account: defaultAccount, region: defaultRegion }) },
  );
}

async function status(): Promise<string> {
  const variables = cloud?.awsVariables({ name: 'person test', account: defaultAccount, region: defaultRegion }) ?? {};
  const client = new CloudFormationClient(sdkConfiguration(variables));
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'PipelineStack' }));
  client.destroy();
  return `${Stacks?.[0]?.StackStatus} ${Stacks?.[0]?.EnableTerminationProtection}`;
}

beforeAll(async () => {
  synthesize(variantInputs.default, good);
  cpSync(good, bad, { recursive: true });
  const template = readJson<{ Resources: Record<string, object> }>(bad, 'PipelineStack.template.json');
  // Fails once everything else that the pipeline consists of was made.
  template.Resources.Planted = {
    Type: 'Custom::Planted',
    DependsOn: Object.keys(template.Resources),
    Properties: { ServiceToken: `arn:aws:lambda:${defaultRegion}:${defaultAccount}:function:no-such-function` },
  };
  writeFileSync(join(bad, 'PipelineStack.template.json'), JSON.stringify(template));
  // A template is published under its hash, and only once.
  const { files } = readJson<{ files: Record<string, { source: { path: string } }> }>(bad, 'PipelineStack.assets.json');
  const [hash = ''] = Object.keys(files).filter((one) => files[one]?.source.path === 'PipelineStack.template.json');
  for (const file of ['PipelineStack.assets.json', 'manifest.json']) {
    const text = readFileSync(join(bad, file), 'utf8');
    writeFileSync(join(bad, file), text.replaceAll(hash, 'b'.repeat(hash.length)));
  }
  const imagesFolder = join(work, 'images');
  await mkdir(imagesFolder);
  const started = await startCloud(
    {
      workDir: work,
      toolsDir: join(root, '.tools'),
      defaultAccount,
      defaultRegion,
      clockFactor,
      emit: () => undefined,
    },
    { imagesFolder, withDatabase: {} },
  );
  cloud = started.cloud;
  for (const { account, region, qualifier } of (await Assembly.read(good, { account: defaultAccount })).targets()) {
    await cloud.bootstrap(account, region, qualifier);
  }
});

afterAll(async () => {
  controller.abort();
  await cloud?.stop();
  rmSync(work, { recursive: true, force: true });
});

jest.setTimeout(240_000);

test('a first deployment that failed is repeated by the same command, without a hand in between', async () => {
  const first = await deploy(bad);
  expect(first.output).toContain('Planted');
  expect(first.status).not.toBe(0);
  expect(await status()).toBe('ROLLBACK_COMPLETE false');
  const second = await deploy(good);
  expect(second.status).toBe(0);
  expect(await status()).toBe('CREATE_COMPLETE false');
});
