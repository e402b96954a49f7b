import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../../../src/cloud/workloads/process';
import { ProcessGuard } from '../../../src/cloud/workloads/process-guard';
import { eventually } from '../fixtures/eventually';

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('startProcess', () => {
  const folder = mkdtempSync(join(tmpdir(), 'process-'));
  const logFile = join(folder, 'log');
  const guard = new ProcessGuard();
  afterAll(() => {
    guard.close();
    rmSync(folder, { recursive: true });
  });
  const start = (command: string[], onLine?: (line: string) => void) =>
    startProcess({
      command,
      cwd: folder,
      env: { PATH: '/usr/bin:/bin', ONLY: 'this' },
      logFile,
      guard,
      onLine,
    });

  it('gives a command its environment and nothing else, hands on its lines, and keeps them in the log', async () => {
    const lines: string[] = [];
    const { ended } = start(['sh', '-c', 'printf "%s\\n" "$ONLY" "[$HOME]"; exit 7'], (line) => lines.push(line));
    expect(await ended).toEqual({ code: 7, text: 'exit code 7' });
    await eventually('the log', () => existsSync(logFile) && readFileSync(logFile, 'utf8').includes('this\n[]\n'));
    expect(lines).toEqual(['this', '[]']);
  });

  it('says what could not be started, instead of throwing', async () => {
    const { ended, stop } = start(['/nonexistent/program']);
    expect(await ended).toMatchObject({ code: 127, text: expect.stringContaining('could not be started') });
    await stop(0);
  });

  it('ends a whole group that does not listen to SIGTERM', async () => {
    const pids: string[] = [];
    const running = start(['sh', '-c', 'trap "" TERM; sleep 60 & echo $!; wait; wait'], (line) => pids.push(line));
    await eventually('the child', () => pids.length > 0);
    await running.stop(50);
    expect((await running.ended).text).toBe('signal SIGKILL');
    await eventually('its end', () => !isAlive(Number(pids[0])));
    expect(isAlive(running.pid)).toBe(false);
  });
});

describe('ProcessGuard', () => {
  it('ends the groups that are left when the rehearsal is gone, and no others', async () => {
    const guard = new ProcessGuard();
    const [left, taken] = ['left', 'taken'].map(() => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }));
    const ended = new Promise<string | null>((resolve) => left?.once('exit', (_code, signal) => resolve(signal)));
    guard.add(left?.pid ?? 0);
    guard.add(taken?.pid ?? 0);
    guard.remove(taken?.pid ?? 0);
    // The pipe closes, as it does when its one writer is killed.
    guard.close();
    expect(await ended).toBe('SIGTERM');
    expect(isAlive(taken?.pid ?? 0)).toBe(true);
    taken?.kill('SIGKILL');
  });
});
