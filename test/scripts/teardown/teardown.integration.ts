import type { Recording } from '../../helpers/recorded-aws';
import { RecordedAccount, type RecordedStack } from './recorded-account';
import {
  bucket,
  environment,
  environmentAccount,
  profiles,
  recordedTeardown,
  region,
  stages,
} from './recorded-teardown';

const { call } = recordedTeardown();

const index = (names: readonly string[], name: string) => names.indexOf(`Dev-${name}`);

describe('an environment (recorded)', () => {
  test('goes as a whole, whoever reads from a stack before it, and another one stays', async () => {
    const account = new RecordedAccount([...environment(), ...environment('Qa')]);
    const { exitCode, said } = await call(account);
    expect(exitCode).toBe(0);
    expect(account.living).toEqual(environment('Qa').map(({ name }) => name));
    const { begun } = account;
    expect(begun).toHaveLength(6);
    for (const reader of ['Api', 'Edge']) expect(index(begun, reader)).toBeLessThan(index(begun, 'Service'));
    expect(index(begun, 'Service')).toBeLessThan(index(begun, 'Data'));
    for (const reader of ['Data', 'Observability']) expect(index(begun, reader)).toBeLessThan(index(begun, 'Network'));
    expect(said).toContain('Dev is down');
    expect(said).toMatch(/0000-key of Dev-Network .*deleted on 2026-11-20.*\n.*kms schedule-key-deletion .*0000-key/);
  });

  test('is only shown on demand, with what stays and that the next push brings it back', async () => {
    const account = new RecordedAccount(environment());
    const { exitCode, said } = await call(account, ['Dev', '--show', ...profiles]);
    expect(exitCode).toBe(0);
    expect(account.begun).toEqual([]);
    expect(said).toMatch(/ {2}1\. (.*Dev-Api|.*Dev-Edge)/);
    expect(said).toContain('4. Dev-Network');
    expect(said).toContain('https://aws.amazon.com/kms/pricing/');
    expect(said).toContain('next push deploys it again');
  });

  test('goes when its name is typed, and stays when another one is', async () => {
    const asked = (answer: string | undefined) => ({ interactive: true, ask: () => Promise.resolve(answer) });
    for (const wrong of ['dev', 'yes', '', undefined]) {
      const account = new RecordedAccount(environment());
      const { exitCode, errors } = await call(account, ['Dev', ...profiles], undefined, asked(wrong));
      expect([exitCode, account.begun, errors.slice(0, 7)]).toEqual([1, [], 'TAP6503']);
    }
    const account = new RecordedAccount(environment());
    expect((await call(account, ['Dev', ...profiles], undefined, asked('Dev '))).exitCode).toBe(0);
    expect(account.living).toEqual([]);
  });

  test('is looked at once more after somebody was asked', async () => {
    const account = new RecordedAccount(environment());
    let pushed = false;
    const ask = () => {
      pushed = true;
      return Promise.resolve('Dev');
    };
    const push: Recording = ({ what }) =>
      pushed && what === 'codepipeline GetPipelineState'
        ? { json: { stageStates: stages({ Build: 'InProgress' }) } }
        : undefined;
    const { exitCode, said } = await call(account, ['Dev', ...profiles], push, { interactive: true, ask });
    expect(exitCode).toBe(1);
    expect(said).toContain('TAP6508');
    expect(account.begun).toEqual([]);
  });

  test('that is down is down: what it left is shown from its events, and nothing is called twice', async () => {
    const account = new RecordedAccount(environment());
    await call(account);
    account.begun.length = 0;
    const { exitCode, said } = await call(account);
    expect(exitCode).toBe(0);
    expect(said).toContain('Dev is down already');
    expect(said).toContain('0000-key');
    expect(account.begun).toEqual([]);
  });

  test('is not kept from going by a namesake that has no template', async () => {
    const account = new RecordedAccount([
      ...environment(),
      { name: 'Dev-Draft', region, status: 'REVIEW_IN_PROGRESS' },
    ]);
    const none: Recording = ({ what, input }) =>
      what === 'cloudformation GetTemplate' && String(input.StackName).includes('Dev-Draft')
        ? { error: 'ValidationError', message: 'Template not found' }
        : undefined;
    const { exitCode, said } = await call(account, undefined, none);
    expect(exitCode).toBe(0);
    expect(account.living).toEqual(['Dev-Draft']);
    expect(said).toContain('Left alone: Dev-Draft');
  });

  test('that was never deployed is told so', async () => {
    const { exitCode, errors } = await call(new RecordedAccount(environment('Qa')));
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^TAP6505: .*222222222222.*Dev/);
  });

  test('of which only namesakes stand is told so, with their names', async () => {
    const madeFrom = { path: 'OtherStack/Dev/Network', name: 'other' };
    const account = new RecordedAccount([{ name: 'Dev-Network', region, madeFrom }]);
    const { exitCode, said, errors } = await call(account);
    expect([exitCode, account.living]).toEqual([1, ['Dev-Network']]);
    expect(said).toContain('Left alone: Dev-Network (eu-west-1)');
    expect(errors).toMatch(/^TAP6505/);
  });

  test('that the configuration no longer has goes where it was, by the evidence of its templates alone', async () => {
    const foreign: RecordedStack = {
      name: 'Old-Network',
      region: 'us-east-1',
      madeFrom: { path: 'OtherStack/Old/Network', name: 'tap-old-alarm' },
    };
    const namesake: RecordedStack = {
      name: 'Old-Extra',
      region,
      madeFrom: { path: 'PipelineStack/Old/Extra', name: 'map-old-alarm' },
    };
    const account = new RecordedAccount([...environment('Old'), foreign, namesake]);
    const place = ['--account', environmentAccount, '--region', region];
    const { exitCode, said } = await call(account, ['Old', '--yes', 'Old', ...place, ...profiles]);
    expect(exitCode).toBe(0);
    expect([...account.living].sort()).toEqual(['Old-Extra', 'Old-Network']);
    expect(said).toContain('Left alone: Old-Extra');
    expect(said).toContain('The configuration has Old no more');
  });
});

describe('a teardown that stops (recorded)', () => {
  test('by a resource that stays names it, why and what to do; called again it goes on', async () => {
    const reason = 'The bucket you tried to delete is not empty (Service: S3, Status Code: 409)';
    const stuck = bucket({ times: 1, reason });
    const account = new RecordedAccount(environment('Dev', { Service: { resources: [stuck] } }));
    const first = await call(account);
    expect(first.exitCode).toBe(1);
    expect(first.errors).toMatch(/^TAP6511/);
    expect(first.said).toMatch(
      /AWS::S3::Bucket Uploads \(dev-service-uploads\): The bucket.*\n.*to do: empty.*dev-service-uploads/,
    );
    expect(first.said).toMatch(/Not begun: .*Dev-Network/);
    expect([...account.living].sort()).toEqual(['Dev-Data', 'Dev-Network', 'Dev-Service']);
    account.begun.length = 0;
    expect((await call(account)).exitCode).toBe(0);
    expect(account.begun).toEqual(['Dev-Service', 'Dev-Data', 'Dev-Network']);
  });

  test('by Ctrl-C ends with 130; called again it joins what goes on by itself', async () => {
    const account = new RecordedAccount(environment());
    const controller = new AbortController();
    const interrupted = await call(account, undefined, undefined, {
      signal: controller.signal,
      pauseMs: 60_000,
      say: (line) => line.startsWith('Dev-Edge: deletion begun') && controller.abort('SIGINT'),
    });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.errors).toMatch(/^TAP6512: .*called again it goes on/);
    const begun = [...account.begun];
    expect(begun).toContain('Dev-Edge');
    expect(begun).not.toContain('Dev-Service');
    expect((await call(account)).exitCode).toBe(0);
    expect(account.living).toEqual([]);
    expect(account.begun.length).toBe(6);
  });

  test('by Ctrl-C at the question has deleted nothing, and says so', async () => {
    const account = new RecordedAccount(environment());
    const controller = new AbortController();
    const { exitCode, errors } = await call(account, ['Dev', ...profiles], undefined, {
      interactive: true,
      signal: controller.signal,
      ask: async () => {
        controller.abort('SIGINT');
        return undefined;
      },
    });
    expect([exitCode, account.begun]).toEqual([130, []]);
    expect(errors).toMatch(/^TAP6512: .*nothing was deleted/);
    expect(errors).not.toContain('goes on');
  });

  test('where the first right to delete is missing has begun nothing', async () => {
    const account = new RecordedAccount(environment());
    const refuse: Recording = ({ what }) =>
      what === 'cloudformation DeleteStack'
        ? { error: 'AccessDenied', message: 'not authorized to perform: cloudformation:DeleteStack', status: 403 }
        : undefined;
    const { exitCode, said } = await call(account, undefined, refuse);
    expect(exitCode).toBe(1);
    expect(said).toContain('TAP6005');
    expect(said).toContain('cloudformation:DeleteStack');
    expect(account.living).toHaveLength(6);
  });

  test('by credentials that expire says so, and that CloudFormation goes on', async () => {
    const account = new RecordedAccount(environment());
    const expire: Recording = ({ what }) =>
      what === 'cloudformation DescribeStackEvents' && account.begun.length >= 3
        ? { error: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403 }
        : undefined;
    const { exitCode, said, errors } = await call(account, undefined, expire);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^TAP6003/);
    expect(said).toMatch(/CloudFormation goes on by itself with .*Dev-/);
  });

  test('is not stopped by a moment of throttling', async () => {
    const account = new RecordedAccount(environment());
    let throttled = 0;
    const throttle: Recording = ({ what }) => {
      if (what !== 'cloudformation DescribeStackEvents' || account.begun.length < 3 || throttled > 2) return undefined;
      throttled += 1;
      return { error: 'Throttling', message: 'Rate exceeded' };
    };
    expect((await call(account, undefined, throttle)).exitCode).toBe(0);
    expect(throttled).toBe(3);
  });
});
