import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { type PackagesPlace, packageManagersOf, providePackages } from '../../src/run/packages';

const folder = mkdtempSync(join(tmpdir(), 'packages-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();
const calls = join(folder, 'calls');

/** Writes down how it was called, and with which variables; ends with 1 where the folder has a file `refuse`. */
const installer = `#!/bin/sh
echo "\${0##*/} $* in $PWD with HOME=$HOME AWS_PROFILE=$AWS_PROFILE\${YARN_NODE_LINKER:+ linked by $YARN_NODE_LINKER}" >> '${calls}'
if [ -e refuse ]; then echo 'no such version' >&2; exit 1; fi
`;
/** Makes an environment whose pip and python3 are planted too. */
const python = `${installer}
[ "$1 $2" = '-m venv' ] || exit 1
mkdir -p "$3/bin" && cp '${join(folder, 'planted', 'npm')}' "$3/bin/pip"
printf '#!/bin/sh\\necho "python of %s"\\n' "$3" > "$3/bin/python3" && chmod 755 "$3/bin/python3"
`;

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text, { mode });
}
for (const [name, text] of Object.entries({ npm: installer, npx: installer, python3: python })) {
  write(join('planted', name), text, 0o755);
}
const machine = { path: [join(folder, 'planted'), '/usr/bin', '/bin'].join(delimiter), toolsDir: '', network: {} };

/** The head of a lock file of Yarn 4. */
const modernLock = '# generated\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n';

let clones = 0;
/** A clone of a repository that has these files, with an app in a folder of it. */
function place(files: readonly string[], app = ''): PackagesPlace {
  const at = `clone-${clones++}`;
  mkdirSync(join(folder, at, app), { recursive: true });
  for (const file of files) write(join(at, file), '');
  return { clone: join(folder, at), app, home: join(folder, 'home') };
}

/** How programs were called since the last time. */
function called(): readonly string[] {
  const text = existsSync(calls) ? readFileSync(calls, 'utf8') : '';
  rmSync(calls, { force: true });
  return text.split('\n').filter((line) => line !== '');
}

describe('the package manager of an app', () => {
  test.each([
    ['package-lock.json', 'npm ci'],
    ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
    ['yarn.lock', 'yarn install --frozen-lockfile'],
    ['requirements.txt', 'pip install -r requirements.txt'],
  ])('is known by its lock file: %s', (lockFile, command) => {
    const { clone, app } = place([lockFile]);
    expect(packageManagersOf({ clone, app })).toMatchObject([{ command, folder: clone }]);
  });

  test('is a newer yarn where that has written the lock file', () => {
    const { clone, app } = place(['yarn.lock']);
    writeFileSync(join(clone, 'yarn.lock'), modernLock);
    expect(packageManagersOf({ clone, app })).toMatchObject([{ command: 'yarn install --immutable', folder: clone }]);
  });

  test('is that of the nearest lock file', () => {
    const app = join('packages', 'infra');
    const nearest = place(['package-lock.json', join(app, 'yarn.lock')], app);
    expect(packageManagersOf(nearest)).toMatchObject([{ lockFile: 'yarn.lock', folder: join(nearest.clone, app) }]);
    const above = place(['pnpm-lock.yaml', join('packages', 'other', 'yarn.lock')], app);
    expect(packageManagersOf(above)).toMatchObject([{ lockFile: 'pnpm-lock.yaml', folder: above.clone }]);
  });

  test.each([
    ['python3 app.py', ['npm ci', 'pip install -r requirements.txt']],
    ['.venv/bin/python app.py', ['npm ci', 'pip install -r requirements.txt']],
    ['npx tsx bin/python.ts', ['npm ci']],
  ])('is pip too beside another one, for an app in Python: %s', (command, commands) => {
    const wanted = place(['package-lock.json', 'requirements.txt']);
    writeFileSync(join(wanted.clone, 'cdk.json'), JSON.stringify({ context: {}, app: command }, null, 2));
    expect(packageManagersOf(wanted).map((manager) => manager.command)).toEqual(commands);
  });

  test('is none where nothing is pinned in the clone, whatever lies above it', () => {
    write('package-lock.json', '');
    expect(packageManagersOf(place(['package.json'], 'infra'))).toEqual([]);
    rmSync(join(folder, 'package-lock.json'));
  });
});

describe('the packages of an app', () => {
  beforeEach(() => {
    process.env.AWS_PROFILE = 'production';
    called();
  });
  afterEach(() => {
    delete process.env.AWS_PROFILE;
  });

  test.each([
    ['package-lock.json', 'npm ci'],
    ['pnpm-lock.yaml', 'npx --yes pnpm@10 install --frozen-lockfile'],
    ['yarn.lock', 'npx --yes yarn@1 install --frozen-lockfile'],
  ])('come by %s, where it lies, with nothing of the person', async (lockFile, command) => {
    const wanted = place([lockFile], 'infra');
    await providePackages(wanted, machine, signal);
    expect(called()).toEqual([`${command} in ${wanted.clone} with HOME=${wanted.home} AWS_PROFILE=`]);
  });

  test('come by a newer yarn as folders, whatever its own settings say', async () => {
    const wanted = place(['yarn.lock']);
    writeFileSync(join(wanted.clone, 'yarn.lock'), modernLock);
    await providePackages(wanted, machine, signal);
    expect(called()).toEqual([
      expect.stringMatching(/^npx --yes @yarnpkg\/cli-dist@4 install --immutable in .* linked by node-modules$/),
    ]);
  });

  test('come by pip into an environment of the run, whose programs are found first', async () => {
    const wanted = place(['infra/requirements.txt'], 'infra');
    const PATH = await providePackages(wanted, machine, signal);
    const [venv = '', pip = '', ...more] = called();
    expect(venv).toMatch(/^python3 -m venv .*home\//);
    expect(pip).toContain(`pip install --quiet -r ${join(wanted.clone, 'infra', 'requirements.txt')}`);
    expect(more).toEqual([]);
    expect(execFileSync('/bin/sh', ['-c', 'python3'], { env: { PATH }, encoding: 'utf8' })).toContain(wanted.home);
  });

  describe('that an app in Python keeps in a folder below', () => {
    /** An app whose folders pin these packages. */
    function keeping(folders: Readonly<Record<string, string>>, app = 'python3 app.py'): PackagesPlace {
      const wanted = place([]);
      writeFileSync(join(wanted.clone, 'cdk.json'), JSON.stringify({ app }));
      for (const [name, text] of Object.entries(folders)) {
        mkdirSync(join(wanted.clone, name));
        writeFileSync(join(wanted.clone, name, 'requirements.txt'), text);
      }
      return wanted;
    }
    const cdk = 'constructs==1\naws-cdk-lib==2.100.0\n';

    test('come from the one that names the CDK, whatever functions need', async () => {
      const wanted = keeping({ requirements: cdk, function: 'aws-lambda-powertools==3\n' });
      const file = join('requirements', 'requirements.txt');
      expect(packageManagersOf(wanted).map(({ command }) => command)).toEqual([`pip install -r ${file}`]);
      await providePackages(wanted, machine, signal);
      expect(called()[1]).toContain(`pip install --quiet -r ${join(wanted.clone, file)}`);
    });

    test.each([
      ['two name it', keeping({ one: cdk, other: cdk })],
      ['none names it', keeping({ function: 'requests==2\n# aws-cdk-lib==2\n' })],
      ['the app is in another language', keeping({ requirements: cdk }, 'npx tsx bin/app.ts')],
    ])('are not guessed where %s', (_why, wanted) => {
      expect(packageManagersOf(wanted)).toEqual([]);
    });
  });

  test('in Python come with the command line of the CDK that npm pins beside them', async () => {
    const wanted = place(['package-lock.json', 'requirements.txt']);
    writeFileSync(join(wanted.clone, 'cdk.json'), '{"app":"python3 app.py"}');
    await providePackages(wanted, machine, signal);
    expect(called().map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'npm ci',
      'python3 -m',
      'pip install',
    ]);
  });

  test.each([
    ['', ''],
    ['in a folder that both have', join('examples', 'one')],
  ])('of two commits lie apart, so that the second does not change what the first gets %s', async (_where, below) => {
    const [one, other] = [place(['requirements.txt'], below), place(['requirements.txt'], below)].map((commit) => {
      write(join(relative(folder, commit.clone), below, 'requirements.txt'), '');
      return { ...commit, clone: join(commit.clone, below), app: '' };
    }) as [PackagesPlace, PackagesPlace];
    const paths = [await providePackages(one, machine, signal), await providePackages(other, machine, signal)];
    const pythons = paths.map((PATH) =>
      execFileSync('/bin/sh', ['-c', 'python3'], { env: { PATH: PATH ?? '' }, encoding: 'utf8' }),
    );
    expect(new Set(pythons).size).toBe(2);
  });

  test('are found by name: those of the app first, then those above it, then those of the machine', async () => {
    const wanted = place(['package-lock.json'], join('packages', 'infra'));
    const folders = (await providePackages(wanted, machine, signal)).split(delimiter);
    const inClone = folders.filter((one) => one.startsWith(wanted.clone));
    expect(inClone).toEqual(
      [join('packages', 'infra'), 'packages', ''].map((one) => join(wanted.clone, one, 'node_modules', '.bin')),
    );
    expect(folders.slice(0, inClone.length)).toEqual(inClone);
    expect(folders.slice(-3).join(delimiter)).toBe(machine.path);
  });

  test('are refused where nothing pins them, and nothing is run', async () => {
    await expect(providePackages(place(['package.json']), machine, signal)).rejects.toMatchObject({
      code: 'TAP4051',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining('package-lock.json, pnpm-lock.yaml, yarn.lock, requirements.txt'),
    });
    expect(called()).toEqual([]);
  });

  test.each([
    ['package-lock.json', /npm ci for the commit's packages ended with 1: .*no such version/],
    [
      'yarn.lock',
      /npx --yes yarn@1 install --frozen-lockfile, for the packages of the app, ended with 1: .*no such version/,
    ],
  ])("that can't be installed by %s stop the run with the program's own words", async (lockFile, message) => {
    await expect(providePackages(place([lockFile, 'refuse']), machine, signal)).rejects.toMatchObject({
      code: 'TAP4051',
      exitCode: exitCodes.machineLacks,
      message: expect.stringMatching(message),
    });
  });

  test('that need a program which the machine lacks say so', async () => {
    chmodSync(join(folder, 'planted', 'npx'), 0o644);
    const without = { ...machine, path: join(folder, 'planted') };
    await expect(providePackages(place(['yarn.lock']), without, signal)).rejects.toMatchObject({
      code: 'TAP4051',
      exitCode: exitCodes.machineLacks,
    });
    chmodSync(join(folder, 'planted', 'npx'), 0o755);
  });
});
