import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { withAnswers } from '../../../scripts/init/answers';
import { ConfigurationFile } from '../../../scripts/init/configuration-file';
import { evaluate } from '../../../scripts/init/evaluate';
import { shippedData } from '../../fixtures/shipped';
import { acme, alike } from './support/answers';
import { shippedText } from './support/shipped-text';

const root = join(__dirname, '..', '..', '..');
/** What git ignores, too: other tests make such folders, and remove them while the repository is copied. */
const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
  .split('\n')
  .flatMap((line) => /^([\w.-]+)\/$/.exec(line)?.[1] ?? []);
const notCopied = ['.git', ...ignored];

const folder = mkdtempSync(join(tmpdir(), 'init-'));
const place = join(folder, 'lib', 'config', 'environments.ts');

beforeAll(() => {
  for (const name of readdirSync(root).filter((entry) => !notCopied.includes(entry))) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !ignored.includes(basename(path)),
    });
  }
  for (const name of ['node_modules', '.tools']) symlinkSync(join(root, name), join(folder, name));
});
beforeEach(() => {
  writeFileSync(place, shippedText());
  cpSync(join(root, synthProgram), join(folder, synthProgram));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What init runs at the end. It takes most of the time: where it is not what is tested, a test puts its own in its place. */
const synthProgram = join('scripts', 'synth.ts');
const synthEnds = (status: number, saying: string) =>
  writeFileSync(join(folder, synthProgram), `console.log(${JSON.stringify(saying)});\nprocess.exitCode = ${status};\n`);

const program = [process.execPath, '--import', 'tsx', 'scripts/init.ts'] as const;

/** Nothing of what the tests' own synths are told. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm' };

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** Without a terminal. */
function init(...args: readonly string[]): Ended {
  const [command, ...first] = program;
  const options = { cwd: folder, env, encoding: 'utf8', timeout: 120_000, input: '' } as const;
  const { status, stdout, stderr } = spawnSync(command, [...first, ...args], options);
  return { status, said: stdout + stderr };
}

/** At a terminal where a person waits for a text, then types, and so on. */
function played(script: readonly (readonly [shown: string, typed: string])[], ...args: readonly string[]): Ended {
  const driver = join(__dirname, 'support', 'terminal.py');
  const options = { cwd: folder, env, encoding: 'utf8', timeout: 180_000 } as const;
  const { status, stdout } = spawnSync('python3', [driver, JSON.stringify(script), ...program, ...args], options);
  return { status, said: stdout };
}

function written(): string {
  return readFileSync(place, 'utf8');
}

/** Files that a replacement could have left behind. */
function beside(): readonly string[] {
  return readdirSync(join(folder, 'lib', 'config')).filter((name) => name.startsWith('environments'));
}

const flags = [
  ...['--application', 'acme', '--account', 'pipeline=210987654321', '--account', '321098765432'],
  ...['--account', 'Prod=432109876543', '--region', 'eu-west-1', '--source', 'connection', '--provider', 'gitlab'],
  ...['--repository', 'acme/shop', '--branch', 'trunk', '--approvals', 'team@acme.dev', '--connection-arn'],
  'arn:aws:codeconnections:us-west-2:210987654321:connection/12345678-90ab-cdef-1234-567890abcdef',
  ...['--warning', 'team@acme.dev', '--critical', 'on-call@acme.dev,pager@acme.dev'],
  ...['--failures', 'on-call@acme.dev,pager@acme.dev', '--failures', 'Prod=team@acme.dev'],
];

/** A person who sometimes errs: each question of the program, with what is typed. */
const person: readonly (readonly [string, string])[] = [
  ['Application', 'Acme\r'],
  ['lower-case', 'acme\r'],
  ['Account of the pipeline', '111111111111\r'],
  ['account of examples', '2109\r'],
  ['12 digits', '210987654321\r'],
  ['Region of the pipeline [us-east-1]', 'eu-west1\r'],
  ['did you mean "eu-west-1"', 'eu-west-1\r'],
  ['Kind of source', '\r'],
  ['Who keeps the repository', 'gitlab\r'],
  ['Repository (owner/name)', 'acme/shop\r'],
  ['Branch [main]', 'trunk\r'],
  ['ARN of the connection', 'arn:aws:s3:::acme\r'],
  [
    'expected the ARN',
    'arn:aws:codeconnections:us-west-2:210987654321:connection/12345678-90ab-cdef-1234-567890abcdef\r',
  ],
  ['approval waits', 'team@acme.dev\r'],
  ['the pipeline failed', 'on-call@acme.dev, pager@acme.dev\r'],
  ['Account of Dev', '321098765432\r'],
  ['Region of Dev', 'eu-west-1\r'],
  ['warnings of Dev', 'team@acme.dev\r'],
  ['woken up by Dev', 'on-call@acme.dev, pager@acme.dev\r'],
  ['Account of Staging', '321098765432\r'],
  ['Region of Staging', 'eu-west-1\r'],
  ['warnings of Staging', 'team@acme.dev\r'],
  ['woken up by Staging', 'on-call@acme.dev, pager@acme.dev\r'],
  ['Account of Prod', '432109876543\r'],
  ['Region of Prod', 'eu-central-1\r'],
  ['warnings of Prod', 'team@acme.dev\r'],
  ['woken up by Prod', 'on-call@acme.dev\r'],
  ['that Prod failed', 'team@acme.dev\r'],
];

describe('npm run init', () => {
  test('asks a new user, asks again what was wrong, writes a file in the repository’s form, and passes the synth', () => {
    const { status, said } = played(person);
    expect({ status, said }).toEqual({ status: 0, said: expect.stringContaining('npm run doctor') });
    expect(said).toContain('stacks looked at');
    expect(said).toContain('aws://432109876543/eu-central-1 aws://432109876543/us-east-1 --trust 210987654321');
    expect(evaluate(written(), place)).toEqual(withAnswers(shippedData, acme));
    const biome = [join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '--vcs-enabled=false', place];
    expect(spawnSync(process.execPath, biome, { cwd: folder }).status).toBe(0);
  }, 180_000);

  test('asks nothing where flags answer all, and changes nothing the second time', () => {
    synthEnds(0, 'all is well');
    expect(init(...flags)).toEqual({ status: 0, said: expect.stringMatching(/Written[\s\S]*all is well/) });
    expect(evaluate(written(), place)).toEqual(withAnswers(shippedData, alike));
    const first = written();
    expect(init(...flags, '--force')).toEqual({ status: 0, said: expect.stringContaining('says all this already') });
    expect(written()).toBe(first);
  }, 240_000);

  test('names the flags that lack, where nobody can be asked', () => {
    expect(init('--application', 'acme')).toEqual({
      status: 2,
      said: expect.stringMatching(/^TAP2102: .*--source .*--critical Prod=/),
    });
    expect(written()).toBe(shippedText());
  });

  test('leaves a file with edits alone, unless it is told to change it, or a person agrees', () => {
    const edited = shippedText().replace('minCapacityAcu: 0.5', 'minCapacityAcu: 1.5');
    writeFileSync(place, edited);
    expect(init(...flags)).toEqual({ status: 2, said: expect.stringMatching(/^TAP2105: .*--force/) });
    expect(played([['Change these values', 'no\r']], ...flags)).toEqual({
      status: 1,
      said: expect.stringContaining('Nothing was written'),
    });
    expect(written()).toBe(edited);
    expect(
      played(
        [
          ['Change these values', 'yes\r'],
          ['strict synth', '\u0003'],
        ],
        ...flags,
      ).status,
    ).toBe(130);
    expect(written()).toBe(edited);
    expect(beside()).toHaveLength(1);
  }, 120_000);

  test.each([
    ['the first question', [['Application', '\u0003']]],
    [
      'a later question',
      [
        ['Application', 'acme\r'],
        ['Account of the pipeline', '\u0003'],
      ],
    ],
    ['the end of what is typed', [['Application', '\u0004']]],
    ['the synth', [['strict synth', '\u0003']], ...flags],
  ] as [string, [string, string][], ...string[]][])(
    'ends with 130 and the old file, if it is interrupted at %s',
    (_where, script, ...args) => {
      const { status, said } = played(script, ...args);
      expect({ status, said }).toEqual({ status: 130, said: expect.stringContaining('as it was') });
      expect(written()).toBe(shippedText());
      expect(beside()).toHaveLength(1);
    },
    60_000,
  );

  test('writes nothing, if the answers are no configuration together', () => {
    const zones = shippedText().replace(
      "cidr: '10.10.0.0/16',",
      "cidr: '10.10.0.0/16', zoneIds: ['use1-az1', 'use1-az2'],",
    );
    writeFileSync(place, zones);
    expect(init(...flags, '--force')).toEqual({ status: 1, said: expect.stringMatching(/^TAP1033: /) });
    expect(written()).toBe(zones);
  });

  test.each([
    [
      'a file that is no TypeScript, showing the line and nothing of the parser',
      "export const deliveryData = {\n  a: 'x' b: 2,\n};\n",
      /^TAP2104: (?=[\s\S]*environments\.ts)(?=[\s\S]* {2}a: 'x' b: 2,)(?![\s\S]*(backtrace|Caused by|_ZN|unknown>))/,
    ],
    ['a file without a configuration', 'export const other = 1;\n', /^TAP2104: .*deliveryData/],
    [
      'a file that is built in another way',
      `${shippedText().replace('const deliveryData', 'const written')}export const deliveryData = structuredClone(written);\n`,
      /^TAP2106: .*by hand/,
    ],
  ])('refuses to write into %s', (_what, text, message) => {
    writeFileSync(place, text);
    expect(init(...flags, '--force')).toEqual({ status: 1, said: expect.stringMatching(message) });
    expect(written()).toBe(text);
  });

  test('keeps the answers, if the synth refuses what is not theirs', () => {
    synthEnds(1, 'a finding');
    expect(init(...flags)).toEqual({ status: 1, said: expect.stringMatching(/a finding[\s\S]*TAP2108: /) });
    expect(written()).toContain('acme/shop');
  }, 120_000);

  test('overwrites nothing that somebody has changed meanwhile, neither by writing nor by putting back', () => {
    const before = ConfigurationFile.read(folder);
    const text = before.textFor(withAnswers(shippedData, acme));
    writeFileSync(place, `${shippedText()}// by hand\n`);
    expect(() => before.replace(text)).toThrow(/^TAP2107: /);
    expect(written()).toContain('// by hand');

    const file = ConfigurationFile.read(folder);
    file.replace(text);
    expect(written()).toBe(text);
    writeFileSync(place, `${text}// by hand\n`);
    file.restore();
    expect(written()).toBe(`${text}// by hand\n`);
    writeFileSync(place, text);
    file.restore();
    expect(written()).toBe(`${shippedText()}// by hand\n`);
    expect(beside()).toHaveLength(1);
  });

  test.each([
    ['--help', 0, /--connection-arn/],
    ['--accounts', 2, /unknown option/],
  ])('answers %s without looking at the file', (arg, status, message) => {
    writeFileSync(place, 'no configuration');
    expect(init(arg)).toEqual({ status, said: expect.stringMatching(message) });
  });
});
