import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'compatibility-'));
/** Nothing of what the tests' own synths are told. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: join(folder, 'tmp') };
const repository = join(folder, 'repository');
const summary = join(folder, 'summary.md');

/** An assembly with one stack, in the place of a synth: what is compared is for the tests of the differences. */
const synth = (template: object) => `
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('cdk.out');
writeFileSync('cdk.out/manifest.json', ${JSON.stringify(
  JSON.stringify({
    artifacts: { Data: { type: 'aws:cloudformation:stack', properties: { templateFile: 'data.json' } } },
  }),
)});
writeFileSync('cdk.out/data.json', ${JSON.stringify(JSON.stringify({ Resources: template }))});
`;
const bucket = (BucketName: string) => synth({ Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName } } });

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  execFileSync('git', [...identity, ...args], { cwd: repository, stdio: 'ignore' });
}

function commit(branch: string, program: string): void {
  git('checkout', '-q', '-B', branch);
  writeFileSync(join(repository, 'scripts', 'synth.ts'), program);
  git('add', '--all');
  git('commit', '-q', '--no-verify', '-m', branch);
}

beforeAll(() => {
  mkdirSync(env.TMPDIR, { recursive: true });
  for (const name of [
    'lib',
    'scripts',
    'rehearsal',
    'checks',
    'loadtests/lib',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    '.gitignore',
  ]) {
    cpSync(join(root, name), join(repository, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(repository, 'node_modules'));
  git('init', '-q');
  writeFileSync(join(repository, '.git', 'info', 'exclude'), '/node_modules\n');
  commit('deployed', bucket('old'));
  commit('broken', 'console.error("it has a finding"); process.exit(1);');
  commit('next', bucket('new'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compatibility(...args: readonly string[]) {
  const program = ['--import', 'tsx', 'scripts/compatibility.ts', ...args];
  const options = { cwd: repository, env, encoding: 'utf8', timeout: 60_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, program, options);
  return { status, said: stdout + stderr };
}

describe('npm run compatibility', () => {
  test('names the differences of two commits, also in the summary, ends with 0, and leaves nothing behind', () => {
    const { status, said } = compatibility('--against', 'deployed', '--summary', summary);
    expect({ status, said }).toEqual({
      status: 0,
      said: expect.stringContaining('`Files` (AWS::S3::Bucket) holds data'),
    });
    expect(said).toContain(readFileSync(summary, 'utf8'));
    expect(existsSync(join(repository, 'cdk.out'))).toBe(false);
    expect(execFileSync('ls', [env.TMPDIR], { encoding: 'utf8' })).not.toContain('compatibility');
  }, 60_000);

  test('says that nothing differs between a commit and itself', () => {
    expect(compatibility('--against', 'HEAD')).toEqual({ status: 0, said: expect.stringContaining('Nothing: ') });
  }, 60_000);

  test('ends with 1 and the synth’s own words, if a commit does not pass its synth', () => {
    expect(compatibility('--against', 'broken')).toEqual({
      status: 1,
      said: expect.stringMatching(/TAP2122: broken .*\n.*it has a finding/),
    });
  }, 60_000);

  test('ends with 1, if the summary can’t be written', () => {
    const file = join(folder, 'nowhere', 'summary.md');
    expect(compatibility('--against', 'HEAD', '--summary', file)).toEqual({
      status: 1,
      said: expect.stringContaining('TAP2121: --summary'),
    });
  }, 60_000);

  test.each([
    [['--against', 'nowhere'], /TAP4042: "nowhere"/],
    [[], /--against/],
    [['--against', 'HEAD', 'more'], /too many arguments/],
  ])('ends with 2 for %j', (args, message) => {
    expect(compatibility(...args)).toEqual({ status: 2, said: expect.stringMatching(message) });
  });
});
