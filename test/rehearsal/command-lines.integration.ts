import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { exitCodes } from '@delivery/rehearsal/command/run-error';

const root = join(__dirname, '..', '..');
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
