import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsalEvent } from '../../src/events/events';
import { makeWorkFolder, workFolderPrefix } from '../../src/run/workspace';
import { temporaryFolder } from '../executors/fake-cloud';

const folder = temporaryFolder();
const { TMPDIR } = process.env;
beforeAll(() => {
  process.env.TMPDIR = folder;
});
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

/** A work folder whose run was killed. */
async function killedRun(keep = false): Promise<string> {
  const module = join(__dirname, '../../src/run/workspace.ts');
  const program = `require(${JSON.stringify(module)}).makeWorkFolder(() => undefined, ${keep}).then((made) => console.log(made));
    setInterval(() => undefined, 1000);`;
  const run = spawn(process.execPath, ['--import', 'tsx', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [made] = await once(run.stdout, 'data');
  const ended = once(run, 'exit');
  run.kill('SIGKILL');
  await ended;
  return String(made).trim();
}

/** Folders that are there, after a run has made its own. */
async function afterAnotherRun(): Promise<{ readonly said: readonly string[]; readonly own: string }> {
  const said: string[] = [];
  const own = await makeWorkFolder((event: RehearsalEvent) => event.type === 'phase' && said.push(event.text));
  return { said, own };
}

describe('what a killed run has left', () => {
  test('is removed by the next, which says so; nobody else loses anything', async () => {
    const living = await makeWorkFolder(() => undefined);
    const kept = await killedRun(true);
    const dead = await killedRun();
    mkdirSync(join(dead, 'clone'));
    writeFileSync(join(dead, 'clone', 'large.bin'), 'x');
    const strange = join(folder, `${workFolderPrefix}strange`);
    mkdirSync(strange);
    symlinkSync(living, join(folder, `${workFolderPrefix}link`));

    const { said, own } = await afterAnotherRun();
    expect(said).toEqual([expect.stringContaining(dead)]);
    expect(existsSync(dead)).toBe(false);
    for (const one of [living, kept, strange, own]) expect(existsSync(one)).toBe(true);
    expect((await afterAnotherRun()).said).toEqual([]);
  });

  test('is known by when its process was started, for its id may be that of another by now', async () => {
    const { own } = await afterAnotherRun();
    const [name = ''] = readdirSync(own);
    const owner = JSON.parse(readFileSync(join(own, name), 'utf8'));
    writeFileSync(join(own, name), JSON.stringify({ ...owner, start: '1' }));
    expect((await afterAnotherRun()).said).toEqual([expect.stringContaining(own)]);
    expect(existsSync(own)).toBe(false);
  });

  test.each([
    [
      'is of another machine or container',
      (text: string) => JSON.stringify({ ...JSON.parse(text), boot: 'x', start: '1' }),
    ],
    ['tells no owner that can be read', () => '{'],
  ])('stays where it %s', async (_how, changed) => {
    const { own } = await afterAnotherRun();
    const [name = ''] = readdirSync(own);
    writeFileSync(join(own, name), changed(readFileSync(join(own, name), 'utf8')));
    expect((await afterAnotherRun()).said).toEqual([]);
    expect(existsSync(own)).toBe(true);
  });
});
