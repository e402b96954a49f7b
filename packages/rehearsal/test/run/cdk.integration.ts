import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { type CdkPlace, cdkIn, runCdk } from '../../src/run/cdk';

const folder = mkdtempSync(join(tmpdir(), 'cdk-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const machine = { path: '/machine/bin', toolsDir: '', network: { HTTPS_PROXY: 'http://proxy' } };

/** Says where it was called, how, and with which variables. */
const cli = `
require('node:fs').writeFileSync(require('node:path').join(__dirname, 'was-run'), '');
console.log(JSON.stringify({ cwd: process.cwd(), args: process.argv.slice(2), env: process.env }));
`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

let clones = 0;
/** A clone with a command line of the CDK in each of these folders, by its version. */
function place(versions: Readonly<Record<string, string>>, more: Partial<CdkPlace> = {}): CdkPlace {
  const clone = `clone-${clones++}`;
  mkdirSync(join(folder, clone, more.app ?? ''), { recursive: true });
  for (const [at, version] of Object.entries(versions)) {
    write(join(clone, at, 'node_modules/aws-cdk/package.json'), JSON.stringify({ name: 'aws-cdk', version }));
    write(join(clone, at, 'node_modules/aws-cdk/bin/cdk'), cli);
  }
  return { clone: join(folder, clone), machine, home: folder, signal: new AbortController().signal, ...more };
}

const programIn = (...at: string[]) => join(...at, 'node_modules', 'aws-cdk', 'bin', 'cdk');

describe("the CDK's command line", () => {
  test("is that of the app's own folder", () => {
    const app = join('packages', 'infra');
    const { clone, ...rest } = place({ [app]: '2.1148.1', '': '2.200.0' }, { app });
    expect(cdkIn({ clone, ...rest })).toMatchObject({ cli: programIn(clone, app), folder: join(clone, app) });
  });

  test('is else the nearest one above, up to the root of the clone', () => {
    const app = join('packages', 'infra');
    const one = place({ packages: '2.200.0', '': '2.200.0', [join('packages', 'other')]: '2.200.0' }, { app });
    expect(cdkIn(one).cli).toBe(programIn(one.clone, 'packages'));
    const other = place({ '': '2.200.0' }, { app });
    expect(cdkIn(other).cli).toBe(programIn(other.clone));
  });

  test('is else that of this package, and none of a folder above the clone', () => {
    write('node_modules/aws-cdk/package.json', '{"version":"2.200.0"}');
    write('node_modules/aws-cdk/bin/cdk', cli);
    expect(cdkIn(place({}, { app: 'infra' })).cli).toBe(require.resolve('aws-cdk/bin/cdk'));
    rmSync(join(folder, 'node_modules'), { recursive: true });
  });

  test.each(['2.177.0', '2.1000.0', '2.1148.1', '3.0.0'])('is taken from %s on', (version) => {
    expect(cdkIn(place({ '': version })).cli).toContain(folder);
  });

  test.each(['2.176.0', '2.9.0', '1.204.0'])('is refused at %s, and not run', (version) => {
    const old = place({ '': version });
    const refused = expect.objectContaining({
      code: 'TAP4069',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining(`aws-cdk ${version}`),
    });
    expect(() => cdkIn(old)).toThrow(refused);
    expect(existsSync(join(dirname(programIn(old.clone)), 'was-run'))).toBe(false);
  });
});

describe('a call of it', () => {
  const person = {
    AWS_PROFILE: 'production',
    AWS_ACCESS_KEY_ID: 'AKIA',
    WEATHER_COLOUR: 'red',
    WEATHER_SIZE: 's',
    WEATHERS: '2',
  };
  beforeAll(() => Object.assign(process.env, person));
  afterAll(() => {
    for (const name of Object.keys(person)) delete process.env[name];
  });

  async function call(more: Partial<CdkPlace> = {}, env: Record<string, string> = {}) {
    const { status, stdout } = await runCdk(cdkIn(place({ '': '2.1148.1' }, more)), ['synth', 'It'], env);
    expect(status).toBe(0);
    return JSON.parse(stdout) as { cwd: string; args: string[]; env: Record<string, string> };
  }

  test('is made in the folder of the app, without notices and colours', async () => {
    const { cwd, args } = await call({ app: 'infra' });
    expect(cwd).toMatch(/clone-\d+\/infra$/);
    expect(args).toEqual(['synth', 'It', '--no-notices', '--no-color']);
  });

  test("has nothing of the person's environment, and the machine's ways to the network", async () => {
    const { env } = await call();
    expect(env).toMatchObject({
      PATH: machine.path,
      HOME: folder,
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_NOTICES: 'false',
      ...machine.network,
    });
    expect(Object.keys(env).filter((name) => name in person)).toEqual([]);
  });

  test('has the programs of the packages, where there are some', async () => {
    expect((await call({ path: '/app/node_modules/.bin:/machine/bin' })).env.PATH).toBe(
      '/app/node_modules/.bin:/machine/bin',
    );
  });

  test('has what is passed on by name, and what begins as a name that ends with a star', async () => {
    const ofThePerson = ({ env }: { env: Record<string, string> }) =>
      Object.fromEntries(Object.entries(env).filter(([name]) => name in person));
    expect(ofThePerson(await call({ passedOn: ['WEATHER_SIZE', 'WEATHER'] }))).toEqual({ WEATHER_SIZE: 's' });
    expect(ofThePerson(await call({ passedOn: ['WEATHER_*'] }))).toEqual({ WEATHER_COLOUR: 'red', WEATHER_SIZE: 's' });
  });

  test('has the variables that were given with their values, which win over those passed on', async () => {
    const { env } = await call({ passedOn: ['WEATHER_*'], variables: { WEATHER_SIZE: 'a b=c', STAGE: '' } });
    expect(env).toMatchObject({ WEATHER_COLOUR: 'red', WEATHER_SIZE: 'a b=c', STAGE: '' });
  });

  test("is led to the local cloud by the run's own variables, whatever was given", async () => {
    const given = { AWS_ENDPOINT_URL: 'https://aws', AWS_REGION: 'x' };
    const { env } = await call(
      { variables: given },
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-west-1' },
    );
    expect(env).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-west-1' });
  });
});
