import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { exitCodes } from '../../src/command/run-error';
import type { RehearsalEvent } from '../../src/events/events';
import { agree } from '../../src/run/consent';

const clone = mkdtempSync(join(tmpdir(), 'consent-test-'));
afterAll(() => rmSync(clone, { recursive: true, force: true }));
writeFileSync(join(clone, 'yarn.lock'), '');

/** What was said, in the order in which a person sees it, and what came of it. */
async function ask(
  answers: string | undefined,
  { yes = false, app = '', allowed = [] as string[], signal = new AbortController().signal } = {},
) {
  const said: string[] = [];
  const input = new PassThrough();
  const output = new PassThrough().on('data', (chunk) => said.push(String(chunk)));
  const emit = (event: RehearsalEvent) => said.push(event.type === 'phase' ? event.text : event.type);
  if (answers !== undefined) input.end(answers);
  const project = { repository: '/home/me/weather', app };
  const consent = { project, clone, app: 'npx tsx bin/app.ts', options: { yes, allowed }, emit, signal };
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
      /\/home\/me\/weather.*as your user: yarn install --frozen-lockfile; npx tsx bin\/app\.ts; every/,
    );
    // The question is the terminal's to show: nothing is written past it.
    expect(said.slice(2)).toEqual(['consent-asked', 'consent-answered']);
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
