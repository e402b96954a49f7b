import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { deliveryData, loadConfiguration } from '../../lib/config';
import type { RunError } from '../../packages/rehearsal/src/command/run-error';
import { accountsOf } from '../../scripts/accounts/places';
import { main } from '../../scripts/doctor/command-line';
import { shippedData } from '../fixtures/shipped';
import { type AccountProfiles, accountProfiles, withVariables } from '../helpers/account-profiles';
import { healthyAws } from '../helpers/healthy-aws';
import { type RecordedAws, type Recording, recordedAws } from '../helpers/recorded-aws';
import { writeSmallAssembly } from '../helpers/small-assembly';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'doctor-command-'));
/** Without the seconds of a synthesis. */
const assembly = ['--assembly', folder];
beforeAll(() => writeSmallAssembly(folder, loadConfiguration({})));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:9';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Nothing of the user's own. */
const nobodys = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: nowhere,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Runs the doctor as a program; `started` may end it. */
function doctor(
  args: readonly string[],
  env: Record<string, string> = {},
  started?: (end: () => void) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', join('scripts', 'doctor.ts'), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...nobodys, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  started?.(() => child.kill('SIGINT'));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

/** Calls it in this process, with what it throws as a program ends by it. */
async function called(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const printed: string[] = [];
  const restore = withVariables({ ...nobodys, ...env });
  try {
    const line = { root, signal: new AbortController().signal, print: (text: string) => printed.push(text) };
    const ended = await main(args, line).then(
      (code) => ({ code, err: '' }),
      (error: RunError) => ({ code: error.exitCode ?? 1, err: error.message }),
    );
    return { ...ended, out: printed.join('\n') };
  } finally {
    restore();
  }
}

const keys = { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('over accounts that lack nothing (recorded)', () => {
  // Whatever the configuration of this copy is.
  const named = accountsOf(loadConfiguration({})).flatMap(({ account }) => account ?? []);
  const key = '111111111111';
  let aws: RecordedAws;
  let accounts: AccountProfiles;
  beforeAll(async () => {
    aws = await recordedAws();
    accounts = accountProfiles(aws.endpoint, named);
  });
  afterAll(async () => {
    accounts.remove();
    await aws.close();
  });
  const run = (by: typeof called, recording: Recording, args: readonly string[] = assembly) => {
    aws.play(recording);
    const profiles = named.flatMap((account) => ['--profile', `${account}=${account}`]);
    return by([...args, ...profiles], {
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: 'secret',
      ...accounts.variables,
    });
  };

  test('everything is seen and in order, which ends with 0; the stacks are synthesized anew', async () => {
    const { code, out, err } = await run(doctor, healthyAws, []);
    expect(err).toBe('');
    const [looked, findings, unseen] =
      /(\d+) looked at, (\d+) findings?, (\d+) not seen$/.exec(out.trim())?.slice(1) ?? [];
    expect(Number(looked)).toBeGreaterThan(10);
    // The recorded accounts lack nothing of the example; what a team has configured may ask for more than was recorded.
    const ofExample = isDeepStrictEqual(deliveryData, shippedData);
    const inOrder = `${findings} ${unseen}` === '0 0';
    expect({ code, inOrder }).toEqual(ofExample || inOrder ? { code: 0, inOrder: true } : { code: 1, inOrder: false });
  }, 120_000);

  test('one finding ends with 1, and says what to do', async () => {
    const { code, out } = await run(called, (call) =>
      call.what === 'ssm GetParameter' ? { error: 'ParameterNotFound' } : healthyAws(call),
    );
    expect(code).toBe(1);
    expect(out).toMatch(/FOUND TAP6111: account \d{12}, .*\n\s+bootstrap it: npx cdk bootstrap aws:\/\/\d{12}\//);
    expect(out.trim().split('\n').at(-1)).toMatch(/ looked at, [1-9]\d* findings?, 0 not seen$/);
  });
});

test('without credentials nothing is seen, which ends with 1', async () => {
  const { code, out } = await called(assembly);
  expect(code).toBe(1);
  expect(out).toContain('TAP6002');
  expect(out.trim().split('\n').at(-1)).toMatch(/^0 looked at, 0 findings, [1-9]\d* not seen$/);
});

test('where nobody answers nothing is seen, which programs are told in JSON', async () => {
  const { code, out } = await doctor(['--json', ...assembly], keys);
  expect(code).toBe(1);
  const { healthy, seen, unseen } = JSON.parse(out);
  expect({ healthy, seen }).toEqual({ healthy: false, seen: [] });
  expect(unseen.length).toBeGreaterThan(0);
  expect(out).toContain('TAP6008');
});

test.each([
  ['a profile for no account', ['--profile', 'shop'], /^TAP6001: /],
  ['an option that there is none of', ['--fix'], /unknown option/],
  ['an argument', ['111111111111'], /too many arguments/],
])('%s is wrong use, which ends with 2', async (_, args, message) => {
  expect(await doctor(args)).toEqual({ code: 2, out: '', err: expect.stringMatching(message) });
});

test('an assembly that there is none of is wrong use, told before anything is asked', async () => {
  expect(await called(['--assembly', join(folder, 'nowhere')], keys)).toEqual({
    code: 2,
    out: '',
    err: expect.stringMatching(/^TAP6102: /),
  });
});

test('help names what is looked at', async () => {
  const { code, out } = await doctor(['--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/Looks at: .*bootstrap/);
});

test('a configuration that is wrong stops it before it looks', async () => {
  const { code, err } = await called([], { ...keys, TAP_NOWHERE_DATABASE_READERS: '1' });
  expect(code).toBe(1);
  expect(err).toMatch(/^TAP1003: /);
});

test('an interrupt ends it with 130 while AWS keeps it waiting, and leaves no folder behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interrupted-'));
  let end = () => {};
  const silent = createServer(() => end());
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve);
  });
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  try {
    const { code, err } = await doctor([], { ...keys, AWS_ENDPOINT_URL: endpoint, TMPDIR: folder }, (kill) => {
      end = kill;
    });
    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(readdirSync(folder).filter((name) => name.startsWith('doctor-'))).toEqual([]);
  } finally {
    silent.closeAllConnections();
    silent.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
