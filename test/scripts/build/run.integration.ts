import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../scripts/build/run';

// Each test starts programs, which may take long where other things run as well.
jest.setTimeout(60_000);

function node(program: string): [string, string[]] {
  return [process.execPath, ['-e', program]];
}

test('a program that ends with 0 fulfils', async () => {
  await expect(run(...node(''))).resolves.toBeUndefined();
});

test.each([
  ['ends with another code', node('process.exitCode = 3'), /^TAP2031: .*ended with 3$/],
  ['is ended by a signal', node('process.kill(process.pid, "SIGKILL")'), /^TAP2031: .*ended by SIGKILL$/],
  ['can’t be started', ['/nowhere/program', []] as [string, string[]], /^TAP2031: \/nowhere\/program .*ENOENT/],
])('a program that %s rejects', async (_, [command, args], message) => {
  await expect(run(command, args)).rejects.toThrow(message);
});

test('a program reads its input, in its folder, with its environment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-'));
  try {
    const program = 'process.stdin.pipe(require("node:fs").createWriteStream(process.env.FILE))';
    await run(...node(program), { cwd: folder, env: { FILE: 'out' }, input: 'secret' });
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('secret');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a program that does not read its input is judged by its code alone', async () => {
  await expect(run(...node(''), { input: 'x'.repeat(1_000_000) })).resolves.toBeUndefined();
});
