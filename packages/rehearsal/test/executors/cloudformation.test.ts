import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { StackDeployment } from '../../src/cloud/base/contracts';
import { StackFailed } from '../../src/cloud/stack-failed';
import { stackExecutor } from '../../src/executors/cloudformation';
import type { StackConfiguration } from '../../src/model/action-configuration';
import { actionRun, fakeCloud, temporaryFolder } from './fake-cloud';
import { type FakeS3, fakeS3 } from './fake-s3';

const folder = temporaryFolder();
mkdirSync(join(folder, 'Cloud'));
writeFileSync(join(folder, 'Cloud', 'network.json'), '{"Resources":{}}');
writeFileSync(join(folder, 'Cloud', 'config.json'), '{"Parameters":{"Size":2},"Tags":{"environment":"alpha"}}');

const configuration: StackConfiguration = {
  kind: 'stack',
  mode: 'CREATE_UPDATE',
  stack: 'Alpha-Network',
  template: { artifact: 'Cloud', path: 'network.json' },
  templateConfiguration: { artifact: 'Cloud', path: 'config.json' },
  parameterOverrides: '{"Commit":"#{Source.Id}"}',
  capabilities: ['CAPABILITY_NAMED_IAM'],
  roleArn: 'arn:aws:iam::222222222222:role/exec',
};
const run = (more: Partial<StackConfiguration> = {}, execution = 'e-1') =>
  actionRun<StackConfiguration>(
    { ...configuration, ...more },
    {
      execution,
      variables: new Map([['Source', { Id: 'abc' }]]),
      input: (artifact) => join(folder, artifact),
      action: { account: '222222222222', roleArn: 'arn:aws:iam::222222222222:role/deploy' },
    },
  ).run;

describe('a CloudFormation action', () => {
  test('deploys the template of the artifact with parameters and tags, as its role, and hands on the outputs', async () => {
    const fake = fakeCloud({}, async () => ({ status: 'CREATE_COMPLETE', unchanged: false, outputs: { Url: 'u' } }));
    const outcome = await stackExecutor(fake)(run());
    expect(outcome).toMatchObject({ verdict: 'pass', variables: { Url: 'u' } });
    expect(fake.deployments).toEqual([
      expect.objectContaining({
        environment: 'Alpha',
        account: '222222222222',
        template: '{"Resources":{}}',
        parameters: { Size: '2', Commit: 'abc' },
        tags: { environment: 'alpha' },
        capabilities: ['CAPABILITY_NAMED_IAM'],
        roleArn: configuration.roleArn,
        caller: expect.objectContaining({ roleArn: 'arn:aws:iam::222222222222:role/deploy' }),
      }),
    ]);
  });

  test('of a wave deploys into the environment of its template, whatever the stage is called', async () => {
    const fake = fakeCloud({}, async () => ({ status: 'CREATE_COMPLETE', unchanged: false, outputs: {} }));
    const own = 'assembly-Any-Pipeline-Two';
    mkdirSync(join(folder, 'Cloud', own));
    writeFileSync(join(folder, 'Cloud', own, 'network.json'), '{"Resources":{}}');
    await stackExecutor(fake)(run({ template: { artifact: 'Cloud', path: `${own}/network.json` } }));
    expect(fake.deployments).toEqual([expect.objectContaining({ environment: 'Two' })]);
  });

  test("fails with CloudFormation's reason when the stack was rolled back; other trouble is the rehearsal's own", async () => {
    const failing = fakeCloud({}, async () => {
      throw new StackFailed('Alpha-Network', 'ROLLBACK_COMPLETE', [], 'no more addresses');
    });
    expect(await stackExecutor(failing)(run())).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('no more addresses'),
    });
    const broken = fakeCloud({}, async () => {
      throw new Error('connection lost');
    });
    await expect(stackExecutor(broken)(run())).rejects.toThrow('connection lost');
  });

  test('deploys a change set when it is executed, and refuses one that nobody has made in this execution', async () => {
    const fake = fakeCloud();
    const executor = stackExecutor(fake);
    const changeSet = { changeSet: 'Prepare' };
    expect(await executor(run({ ...changeSet, mode: 'CHANGE_SET_REPLACE' }))).toMatchObject({ verdict: 'pass' });
    expect(fake.deployments).toHaveLength(0);
    expect(await executor(run({ ...changeSet, mode: 'CHANGE_SET_EXECUTE' }))).toMatchObject({ verdict: 'pass' });
    expect(fake.deployments).toHaveLength(1);
    await expect(executor(run({ ...changeSet, mode: 'CHANGE_SET_EXECUTE' }, 'e-2'))).rejects.toThrow(
      /TAP4205.*Prepare/,
    );
  });

  test('names the file that an artifact lacks', async () => {
    const lacking = run({ template: { artifact: 'Cloud', path: 'none.json' } });
    await expect(stackExecutor(fakeCloud())(lacking)).rejects.toThrow(/TAP4205.*Cloud.*none.json/);
  });

  test('tells each difference of what stands behind an environment once', async () => {
    const difference = { onAws: 'Fargate', here: 'processes' };
    const executor = stackExecutor(fakeCloud(), () => [difference]);
    expect((await executor(run())).differences).toContainEqual(difference);
    expect((await executor(run())).differences).not.toContainEqual(difference);
  });

  test('tells which zones of the emulator stand for those that a template names by id', async () => {
    const fake = fakeCloud({}, async () => ({ status: 'CREATE_COMPLETE', unchanged: false, outputs: {} }));
    const zones = ['use1-az4', 'use1-az1', 'use1-az4'].map((id) => ({ Properties: { AvailabilityZoneId: id } }));
    writeFileSync(join(folder, 'Cloud', 'zones.json'), JSON.stringify({ Resources: { ...zones } }, null, 1));
    const { differences } = await stackExecutor(fake)(run({ template: { artifact: 'Cloud', path: 'zones.json' } }));
    const told = differences.filter(({ onAws }) => onAws.includes('subnets'));
    expect(told).toHaveLength(1);
    expect(told[0]?.onAws).toContain('use1-az4, use1-az1');
    expect((await stackExecutor(fake)(run())).differences.filter(({ onAws }) => onAws.includes('subnets'))).toEqual([]);
  });
});

describe('the parameters of a CloudFormation action', () => {
  mkdirSync(join(folder, 'Code', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'Code', 'main.mjs'), 'main');
  writeFileSync(join(folder, 'Code', 'bin', 'run.sh'), 'run', { mode: 0o755 });
  writeFileSync(join(folder, 'Code', 'facts.json'), '{"Size":3,"Name":"weather"}');
  let s3: FakeS3;
  beforeEach(async () => {
    s3 = await fakeS3();
  });
  afterEach(() => s3.close());

  /** The parameters with which a stack is deployed, as an action overrides them. */
  async function parametersOf(overrides: Record<string, unknown>) {
    const deployed: StackDeployment[] = [];
    const cloud = {
      ...s3.cloud,
      deployStack: async (deployment: StackDeployment) => {
        deployed.push(deployment);
        return { status: 'CREATE_COMPLETE', unchanged: false, outputs: {} };
      },
    };
    const { templateConfiguration: _, ...rest } = configuration;
    const { run: own } = actionRun<StackConfiguration>(
      { ...rest, parameterOverrides: JSON.stringify(overrides) },
      { input: (artifact) => join(folder, artifact) },
    );
    await stackExecutor({ cloud })(own);
    return deployed[0]?.parameters;
  }

  test('may name the place of an artifact, which then lies there as a zip', async () => {
    const parameters = await parametersOf({
      Bucket: { 'Fn::GetArtifactAtt': ['Code', 'BucketName'] },
      Key: { 'Fn::GetArtifactAtt': ['Code', 'ObjectKey'] },
    });
    expect(parameters).toEqual({ Bucket: 'artifacts', Key: 'delivery/Code/e-1' });
    const files = unzipSync(s3.objects.get('artifacts/delivery/Code/e-1') ?? new Uint8Array());
    expect(Object.keys(files).sort()).toEqual(['bin/run.sh', 'facts.json', 'main.mjs']);
    expect(Buffer.from(files['main.mjs'] ?? []).toString()).toBe('main');
  });

  test('may be values of a file of an artifact', async () => {
    const of = (key: string) => ({ 'Fn::GetParam': ['Code', 'facts.json', key] });
    expect(await parametersOf({ Size: of('Size'), Name: of('Name'), Own: 1 })).toEqual({
      Size: '3',
      Name: 'weather',
      Own: '1',
    });
    expect(s3.objects.size).toBe(0);
  });

  test.each([
    ['a file that is not there', { 'Fn::GetParam': ['Code', 'none.json', 'Size'] }, /no such file/],
    ['a key that is not there', { 'Fn::GetParam': ['Code', 'facts.json', 'Colour'] }, /no key Colour; it has .*Size/],
    ['a file that is no JSON', { 'Fn::GetParam': ['Code', 'main.mjs', 'Size'] }, /no JSON object/],
    ['an attribute that an artifact does not have', { 'Fn::GetArtifactAtt': ['Code', 'Colour'] }, /does not fit/],
  ])('are refused where they name %s', async (_what, value, message) => {
    await expect(parametersOf({ It: value })).rejects.toMatchObject({
      code: 'TAP4205',
      message: expect.stringMatching(message),
    });
  });
});

describe('the outputs of a stack', () => {
  test('are written to the file that the action names, and nowhere if it names none', async () => {
    const fake = fakeCloud({}, async () => ({ status: 'CREATE_COMPLETE', unchanged: false, outputs: { Url: 'u' } }));
    const output = async (artifact: string) => {
      mkdirSync(join(folder, artifact), { recursive: true });
      return join(folder, artifact);
    };
    const named = (outputFile: Partial<StackConfiguration>, artifact: string) => {
      const { run: own } = actionRun<StackConfiguration>(
        { ...configuration, parameterOverrides: '{}', ...outputFile },
        { input: (name) => join(folder, name), output, action: { outputs: [artifact] } },
      );
      return stackExecutor(fake)(own);
    };
    await named({ outputFile: 'out/outputs.json' }, 'Outputs');
    expect(JSON.parse(readFileSync(join(folder, 'Outputs', 'out', 'outputs.json'), 'utf8'))).toEqual({ Url: 'u' });
    await named({}, 'Nothing');
    expect(existsSync(join(folder, 'Nothing'))).toBe(false);
  });
});
