import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../../scripts/doctor/synthesize';

const folder = mkdtempSync(join(tmpdir(), 'synthesis-'));
const before = process.env.TMPDIR;
const never = new AbortController().signal;

beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'tmp'));
  process.env.TMPDIR = join(folder, 'tmp');
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { flag: true } }));
  // The loader of TypeScript is found from the folder of the app.
  symlinkSync(join(__dirname, '../../../node_modules'), join(folder, 'node_modules'));
});
afterAll(() => {
  process.env.TMPDIR = before;
  rmSync(folder, { recursive: true, force: true });
});

const app = (program: string) => writeFileSync(join(folder, 'bin', 'tap.ts'), program);
const left = () => readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('doctor-'));

test('the stacks are those that the app writes, by the context of cdk.json, and no folder is left behind', async () => {
  app(`
    import { writeFileSync } from 'node:fs';
    import { join } from 'node:path';
    const folder = process.env.CDK_OUTDIR ?? '';
    const { flag } = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}');
    const stack = { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile: 't.json', stackName: 'Dev-' + flag } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { One: stack } }));
    writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources: {} }));
  `);
  const stacks = await synthesize(folder, never);
  expect(stacks.map(({ name, account, region }) => [name, account, region])).toEqual([
    ['Dev-true', '111111111111', 'eu-west-1'],
  ]);
  expect(left()).toEqual([]);
});

test('an app that fails is told with its last words, and no folder is left behind', async () => {
  app(`console.error('TAP1002: no such region'); process.exit(3);`);
  await expect(synthesize(folder, never)).rejects.toMatchObject({
    code: 'TAP6101',
    message: expect.stringMatching(/ended with 3.*\n.*TAP1002: no such region/),
  });
  expect(left()).toEqual([]);
});

test('an app that is interrupted is ended, and no folder is left behind', async () => {
  app('setInterval(() => undefined, 1000);');
  const controller = new AbortController();
  const synthesized = synthesize(folder, controller.signal);
  controller.abort();
  await expect(synthesized).rejects.toMatchObject({ code: 'TAP6101' });
  expect(left()).toEqual([]);
});
