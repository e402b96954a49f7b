import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Access, type AccessOptions, Accounts, isAccess, type NotSeen } from '../../../scripts/accounts/access';
import { withVariables } from '../../helpers/account-profiles';
import {
  queryAnswer,
  type RecordedAnswer,
  type RecordedAws,
  type RecordedCall,
  recordedAws,
} from '../../helpers/recorded-aws';

/** Accounts with the key that belongs to each. */
const mine = '111111111111';
const theirs = '222222222222';
const keys: Readonly<Record<string, string>> = { AKIAMINE: mine, AKIATHEIRS: theirs };
const places = (region: string) => [{ region, pipeline: false, environments: [] }];

const folder = mkdtempSync(join(tmpdir(), 'access-'));
let restore: () => void;
let aws: RecordedAws;

beforeAll(async () => {
  aws = await recordedAws();
  const profile = (name: string, key: string) =>
    `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`;
  writeFileSync(
    join(folder, 'credentials'),
    [profile('mine', 'AKIAMINE'), profile('theirs', 'AKIATHEIRS'), profile('old', 'AKIAOLD'), '[empty]\n'].join('\n'),
  );
  restore = withVariables({
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
afterAll(async () => {
  restore();
  rmSync(folder, { recursive: true, force: true });
  await aws.close();
});
beforeEach(() => {
  delete process.env.AWS_PROFILE;
  aws.play(identity);
});

function identity({ what, accessKey }: RecordedCall): RecordedAnswer | undefined {
  if (what !== 'sts GetCallerIdentity') return undefined;
  const account = keys[accessKey];
  if (account === undefined) return { error: 'ExpiredToken', message: 'The security token is expired', status: 403 };
  return queryAnswer(
    'GetCallerIdentity',
    `<Arn>arn:aws:iam::${account}:user/ann</Arn><UserId>AIDA</UserId><Account>${account}</Account>`,
  );
}

function open(
  account: string | undefined,
  options: AccessOptions = {},
  region = 'eu-west-1',
): Promise<Access | NotSeen> {
  return new Accounts(options).open({ account, places: places(region) });
}

describe('the way into an account (recorded)', () => {
  test('is the profile that is named for it', async () => {
    process.env.AWS_PROFILE = 'mine';
    const way = await open(theirs, { profiles: new Map([[theirs, 'theirs']]) });
    expect(way).toMatchObject({ account: theirs, by: 'profile theirs' });
    expect(isAccess(way) && (await way.credentials()).accessKeyId).toBe('AKIATHEIRS');
  });

  test('is that profile without a word where the environment has keys, too', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'secret' });
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    try {
      expect(await open(theirs, { profiles: new Map([[theirs, 'theirs']]) })).toMatchObject({ account: theirs });
      expect(warn).not.toHaveBeenCalled();
    } finally {
      warn.mockRestore();
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
  });

  test('is never a profile with credentials of another account', async () => {
    await expect(open(theirs, { profiles: new Map([[theirs, 'mine']]) })).rejects.toMatchObject({
      code: 'TAP6010',
      exitCode: 2,
      message: expect.stringContaining(`of account ${mine}`),
    });
  });

  test('is none where the profile that is named for it has expired, although the own credentials would do', async () => {
    process.env.AWS_PROFILE = 'theirs';
    const way = await open(theirs, { profiles: new Map([[theirs, 'old']]) });
    expect(way).toMatchObject({
      account: theirs,
      reason: { code: 'TAP6003', message: expect.stringContaining('profile old') },
    });
  });

  test.each(['empty', 'nowhere'])('is none where the profile %s has no credentials', async (name) => {
    const way = await open(theirs, { profiles: new Map([[theirs, name]]) });
    expect(way).toMatchObject({ account: theirs, reason: { code: 'TAP6002' } });
  });

  test('is none where the own profile has no credentials, and the reason names that one', async () => {
    process.env.AWS_PROFILE = 'nowhere';
    const reason = { message: expect.stringContaining('AWS_PROFILE=nowhere') };
    expect(await open(undefined)).toMatchObject({ reason });
    expect(await open(mine)).toMatchObject({ account: mine, reason });
    const named = await open(theirs, { profiles: new Map([[theirs, 'empty']]) });
    expect(named).toMatchObject({ reason: { message: expect.stringMatching(/^(?!.*AWS_PROFILE=).*profile empty/) } });
  });

  test('is the own credentials if they are of that account', async () => {
    process.env.AWS_PROFILE = 'mine';
    expect(await open(mine)).toMatchObject({ account: mine, by: 'your own credentials' });
    expect(await open(theirs)).toMatchObject({
      account: theirs,
      reason: { code: 'TAP6011', message: expect.stringContaining(mine) },
    });
  });

  test('is the own credentials where the configuration names no accounts', async () => {
    process.env.AWS_PROFILE = 'mine';
    expect(await open(undefined)).toMatchObject({ account: mine });
  });

  test('is none without credentials', async () => {
    expect(await open(undefined)).toMatchObject({ reason: { code: 'TAP6002' } });
    const way = await open(mine, { lookupQualifier: 'shop' });
    expect(way).toMatchObject({
      account: mine,
      reason: { code: 'TAP6011', message: expect.stringContaining('TAP6002') },
    });
    expect(aws.calls).toEqual([]);
  });

  test('is the lookup role of the first region that lets somebody in, by the own credentials', async () => {
    process.env.AWS_PROFILE = 'mine';
    const role = (region: string) => `arn:aws:iam::${theirs}:role/cdk-shop-lookup-role-${theirs}-${region}`;
    const session =
      '<Credentials><AccessKeyId>ASIALOOKUP</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>';
    aws.play((call) => {
      if (call.what !== 'sts AssumeRole') return identity(call);
      return call.input.RoleArn === role('us-east-1') && call.accessKey === 'AKIAMINE'
        ? queryAnswer('AssumeRole', session)
        : {
            error: 'AccessDenied',
            message: `not authorized to perform: sts:AssumeRole on ${call.input.RoleArn}`,
            status: 403,
          };
    });
    const accounts = new Accounts({ lookupQualifier: 'shop' });
    const way = await accounts.open({ account: theirs, places: [...places('eu-west-1'), ...places('us-east-1')] });
    expect(way).toMatchObject({ account: theirs, arn: role('us-east-1'), by: 'the lookup role of us-east-1' });
    expect(isAccess(way) && (await way.credentials()).accessKeyId).toBe('ASIALOOKUP');
    const without = await accounts.open({ account: theirs, places: places('eu-west-1') });
    expect(without).toMatchObject({ reason: { code: 'TAP6011', message: expect.stringContaining(role('eu-west-1')) } });
  });

  test('assumes no role for a command that was not given a qualifier', async () => {
    process.env.AWS_PROFILE = 'mine';
    await open(theirs);
    expect(aws.calls.length).toBe(1);
    expect(aws.calls.map(({ what }) => what)).toEqual(['sts GetCallerIdentity']);
  });

  test('asks once who the person is, however many accounts there are', async () => {
    process.env.AWS_PROFILE = 'mine';
    const accounts = new Accounts();
    await Promise.all([mine, theirs].map((account) => accounts.open({ account, places: places('us-east-1') })));
    expect(aws.calls.length).toBe(1);
  });
});
