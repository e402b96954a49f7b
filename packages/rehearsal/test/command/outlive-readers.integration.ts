import { spawn } from 'node:child_process';
import { join } from 'node:path';

test('a process outlives those who read what it says', async () => {
  const script = `
    require('./src/command/lifetime').outliveReaders();
    const timer = setInterval(() => process.stdout.write('more '), 10);
    setTimeout(() => { clearInterval(timer); process.exit(7); }, 500);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', script], {
    cwd: join(__dirname, '..', '..'),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(7);
});
