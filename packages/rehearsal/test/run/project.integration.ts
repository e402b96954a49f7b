import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { appCommands, findProject, isGuest } from '../../src/run/project';

const folder = mkdtempSync(join(tmpdir(), 'project-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A repository of this name, with an app in a folder of it. */
function repository(name: string, app: string): string {
  write(join(name, app, 'cdk.json'), '{"app":"node app.js"}');
  execFileSync('git', ['init', '--quiet'], { cwd: join(folder, name) });
  return join(folder, name, app);
}

describe('the project of a folder', () => {
  test.each([
    ['the root of its repository', 'plain', ''],
    ['a folder of its repository', 'mono', join('packages', 'infra')],
    ['below names with spaces and other letters than those of ASCII', 'mine, größer', join('наша папка', 'app')],
  ])('is %s', async (_what, name, app) => {
    expect(await findProject(repository(name, app), signal)).toEqual({ repository: join(folder, name), app });
  });

  test('is the same by a link that leads to it', async () => {
    const app = repository('real', 'infra');
    symlinkSync(app, join(folder, 'link'));
    expect(await findProject(join(folder, 'link'), signal)).toEqual({ repository: join(folder, 'real'), app: 'infra' });
  });

  test.each([
    ['does not exist', 'nowhere', /TAP4067: --project .*nowhere: there is no such folder/],
    ['is a file', 'file', /TAP4067: --project .*file: there is no such folder/],
    ['is in no repository', 'alone', /TAP4067: --project .*alone: no git repository.*git says: .*"git init"/],
  ])('is refused where it %s', async (_what, name, message) => {
    write('file', '');
    write('alone/cdk.json', '{"app":"node app.js"}');
    const attempt = findProject(join(folder, name), signal);
    await expect(attempt).rejects.toMatchObject({
      exitCode: exitCodes.wrongUse,
      message: expect.stringMatching(message),
    });
  });

  test('is not looked for without git', async () => {
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      const attempt = findProject(folder, signal);
      await expect(attempt).rejects.toMatchObject({ code: 'TAP4047', exitCode: exitCodes.machineLacks });
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('an app in a folder of a repository', () => {
  const app = join('examples', 'one');
  const clone = (name: string, ...apps: readonly string[]) => {
    for (const one of apps) write(join(name, one, 'cdk.json'), '{"app":"node app.js"}');
    return join(folder, name);
  };

  test.each([
    ['in its root', ''],
    ['in a folder between', 'examples'],
  ])('is a guest of another app %s', (_where, other) => {
    expect(isGuest(clone(`guest of ${other}`, app, other), app)).toBe(true);
  });

  test('is none beside others, above others, alone, and in the root', () => {
    const at = clone('owners', app, join('examples', 'two'), join(app, 'nested'));
    expect(isGuest(at, app)).toBe(false);
    expect(isGuest(clone('owner', ''), '')).toBe(false);
  });

  test('is none where there is no app at all: the folder was misnamed', () => {
    expect(isGuest(clone('misnamed', ''), 'lib')).toBe(false);
  });
});

describe('the command of an app', () => {
  const commandOf = (text: string | undefined) => {
    const app = mkdtempSync(join(folder, 'app-'));
    if (text !== undefined) writeFileSync(join(app, 'cdk.json'), text);
    return appCommands(app);
  };

  test.each([
    'npx tsx bin/app.ts',
    'node bin/app.js',
    'python3 app.py',
    // A name that only begins like a program of another language.
    'gopher synth',
  ])('is what cdk.json says: %s', async (app) => {
    expect(await commandOf(JSON.stringify({ app, context: { a: 1 } }))).toEqual({ app, plugins: [] });
  });

  test('goes with the one that is run before it, and with the modules that the command line loads', async () => {
    const app = 'node app.js';
    const build = 'node gen.js';
    expect(await commandOf(JSON.stringify({ app, build, plugin: './one.js' }))).toEqual({
      app,
      build,
      plugins: ['./one.js'],
    });
    expect(await commandOf(JSON.stringify({ app, plugin: ['./one.js', 'two'] }))).toEqual({
      app,
      plugins: ['./one.js', 'two'],
    });
  });

  test.each([
    ['there is no cdk.json', undefined, /no cdk\.json in the folder of the app.*--project/],
    ['it is no JSON', '{"app": "node app.js",}', /cdk\.json is no JSON: .*JSON/],
    ['it names no app', '{"context":{}}', /cdk\.json names no app: .*expected string/s],
    ['its app is empty', '{"app":""}', /cdk\.json names no app: .*Too small/s],
    ['its app is nothing but space', '{"app":"  "}', /cdk\.json names no app/],
    ['its app is no text', '{"app":["node","app.js"]}', /cdk\.json names no app: .*expected string/s],
  ])('is refused where %s', async (_what, text, message) => {
    await expect(commandOf(text)).rejects.toMatchObject({
      code: 'TAP4067',
      exitCode: exitCodes.wrongUse,
      message: expect.stringMatching(message),
    });
  });

  test.each([
    ['mvn -e -q compile exec:java', 'Java'],
    ['./mvnw -e -q compile exec:java', 'Java'],
    ['./gradlew run', 'Java'],
    ['/opt/gradle/bin/gradle run', 'Java'],
    ['dotnet run --project src/App/App.csproj', 'C#'],
    ['go mod download && go run app.go', 'Go'],
  ])('is refused for a language that is not rehearsed: %s', async (app, language) => {
    await expect(commandOf(JSON.stringify({ app }))).rejects.toMatchObject({
      code: 'TAP4068',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining(`which is ${language}; apps in TypeScript, JavaScript and Python are rehearsed`),
    });
  });
});
