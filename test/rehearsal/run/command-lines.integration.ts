import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { exitCodes } from '../../../rehearsal/run/run-error';

const root = join(__dirname, '..', '..', '..');
const node = (...args: string[]) => ['--import', 'tsx', ...args];

test.each(['faults', 'probe'])(
  'rehearse:%s takes no arguments: it starts nothing with one, and explains itself',
  (name) => {
    const run = (argument: string) =>
      spawnSync(process.execPath, node(`rehearsal/${name}/main.ts`, argument), { cwd: root, encoding: 'utf8' });
    const wrong = run('--nope');
    expect(wrong.status).toBe(exitCodes.wrongUse);
    expect(wrong.stderr).toContain('--nope');
    const help = run('--help');
    expect(help.status).toBe(exitCodes.promoted);
    expect(help.stdout).toContain(`npm run rehearse:${name}`);
  },
);

test('a process outlives those who read what it says', async () => {
  const script = `
    require('./rehearsal/run/lifetime').outliveReaders();
    const timer = setInterval(() => process.stdout.write('more '), 10);
    setTimeout(() => { clearInterval(timer); process.exit(7); }, 500);`;
  const child = spawn(process.execPath, node('-e', script), { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(7);
});
