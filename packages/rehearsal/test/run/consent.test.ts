import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { exitCodes } from '../../src/command/run-error';
import { configurationFile } from '../../src/configuration/load';
import type { RehearsalEvent } from '../../src/events/events';
import { agree, type Consent } from '../../src/run/consent';

const folder = mkdtempSync(join(tmpdir(), 'consent-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let clones = 0;

/** A clone of a commit with these files. */
function cloned(files: Readonly<Record<string, string>>): string {
  clones += 1;
  const clone = join(folder, String(clones));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(clone, name)), { recursive: true });
    writeFileSync(join(clone, name), text);
  }
  return clone;
}
const files = { 'yarn.lock': '', 'cdk.json': '{"app":"npx tsx bin/app.ts"}' };
const clone = cloned(files);
const telling = cloned({ ...files, [configurationFile]: 'export default {};' });

/** What was said, in the order in which a person sees it, and what came of it. */
async function ask(
  answers: string | undefined,
  {
    yes = false,
    allowed = [] as string[],
    signal = new AbortController().signal,
    ...more
  }: Partial<Consent & Consent['options']> = {},
) {
  const said: string[] = [];
  const input = new PassThrough();
  const output = new PassThrough().on('data', (chunk) => said.push(String(chunk)));
  const emit = (event: RehearsalEvent) => said.push(event.type === 'phase' ? event.text : event.type);
  if (answers !== undefined) input.end(answers);
  const project = { repository: '/home/me/weather', app: '' };
  const consent = {
    project,
    clones: [clone] as const,
    own: false,
    registries: [],
    options: { yes, allowed },
    emit,
    signal,
    ...more,
  };
  const refused: unknown = await agree({ ...consent, surroundings: { input, output } }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { said, refused };
}
const nobody = { code: 'TAP4071', exitCode: exitCodes.wrongUse };

describe('the consent to execute what another repository says', () => {
  test('is asked for with every command that is known by then, and the repository', async () => {
    const { said } = await ask('y\n');
    expect(said).toHaveLength(4);
    expect(said[0]).toMatch(
      /\/home\/me\/weather.*as your user: yarn install --frozen-lockfile; with .*postinstall.*; npx tsx bin\/app\.ts; every/,
    );
    // The question is the terminal's to show: nothing is written past it.
    expect(said.slice(2)).toEqual(['consent-asked', 'consent-answered']);
  });

  test('names what the CDK executes beside the app: a build and plugins', async () => {
    const cdk = { app: 'node app.js', build: 'node gen.js', plugin: './one.js' };
    const { said } = await ask('y\n', { clones: [cloned({ ...files, 'cdk.json': JSON.stringify(cdk) })] });
    expect(said[0]).toMatch(/plugin \.\/one\.js; node gen\.js; node app\.js; every/);
  });

  test('names the commands of the deployed commit, too, and none twice', async () => {
    const deployed = cloned({ ...files, 'cdk.json': '{"app":"node old.js"}' });
    expect((await ask('y\n', { clones: [clone, deployed] })).said[0]).toMatch(
      /: yarn install --frozen-lockfile; with .*postinstall.*; npx tsx bin\/app\.ts; node old\.js; every/,
    );
  });

  test('names the file with the configuration where it is loaded, and that its hosts are told later', async () => {
    const { said } = await ask('y\n', { clones: [telling], own: true });
    expect(said).toHaveLength(4);
    expect(said[0]).toContain(configurationFile);
    expect(said[1]).toMatch(/registries of packages, what its configuration allows.*, and nothing else/);
  });

  test("says that another repository's file is not loaded, and names it for nothing where there is none", async () => {
    const { said } = await ask('y\n', { clones: [telling] });
    expect(said).toHaveLength(5);
    expect(said[0]).not.toContain(configurationFile);
    expect(said[1]).not.toContain('configuration');
    expect(said[2]).toMatch(new RegExp(`${configurationFile} is not loaded.*--variable`));
    expect((await ask('y\n')).said.join()).not.toContain(configurationFile);
  });

  test('names the registries that only the commit names', async () => {
    expect((await ask('y\n', { registries: ['npm.example', 'npm.example'] })).said[1]).toMatch(
      /registries of packages \(the commit names npm\.example\), and nothing/,
    );
  });

  test('says which hosts the commands reach, those that were allowed among them', async () => {
    expect((await ask('y\n', { allowed: ['github.com'] })).said[1]).toMatch(
      /registries of packages, github\.com, and nothing/,
    );
  });

  test.each(['y\n', 'yes\n', ' Y \n', 'what?\nyes\n'])('is given by %j', async (answers) => {
    expect((await ask(answers)).refused).toBeUndefined();
  });

  test.each(['n\n', 'no\n', '\n', 'what?\nno\n'])('is refused by %j', async (answers) => {
    expect((await ask(answers)).refused).toMatchObject(nobody);
  });

  test('is refused by the end of the input', async () => {
    expect((await ask('')).refused).toMatchObject(nobody);
  });

  test('is given by --yes, which asks nothing and still says what will be executed', async () => {
    const { said, refused } = await ask(undefined, { yes: true });
    expect(refused).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('npx tsx bin/app.ts'), expect.stringContaining('registries')]);
  });

  test('is not waited for once the run is interrupted', async () => {
    const reason = new Error('interrupted');
    const { refused } = await ask(undefined, { signal: AbortSignal.abort(reason) });
    expect(refused).toBe(reason);
  });
});
