import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackFailed } from '../../src/cloud/stack-failed';
import { stackExecutor } from '../../src/executors/cloudformation';
import type { StackConfiguration } from '../../src/model/action-configuration';
import { actionRun, fakeCloud, temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();
mkdirSync(join(folder, 'Cloud'));
writeFileSync(join(folder, 'Cloud', 'network.json'), '{"Resources":{}}');
writeFileSync(join(folder, 'Cloud', 'config.json'), '{"Parameters":{"Size":2},"Tags":{"environment":"dev"}}');

const configuration: StackConfiguration = {
  kind: 'stack',
  mode: 'CREATE_UPDATE',
  stack: 'Dev-Network',
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
        environment: 'Dev',
        account: '222222222222',
        template: '{"Resources":{}}',
        parameters: { Size: '2', Commit: 'abc' },
        tags: { environment: 'dev' },
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
      throw new StackFailed('Dev-Network', 'ROLLBACK_COMPLETE', [], 'no more addresses');
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
