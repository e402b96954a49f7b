import { spawnSync } from 'node:child_process';
import { runBounded } from '../../../checks/load-test/bounded-process';

const env = { PATH: process.env.PATH ?? '' };
const options = (change: object = {}) => ({
  env,
  cwd: __dirname,
  limitMs: 5_000,
  signal: new AbortController().signal,
  ...change,
});

/** Waits until a process has ended; one that nobody has buried yet counts as ended. */
async function gone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    if (/^(Z.*)?$/.test(stdout.trim())) return true;
    await new Promise((done) => setTimeout(done, 20));
  }
  return false;
}

describe('a bounded process', () => {
  test('is run to its end, with the environment it is given and no other', async () => {
    const script = 'echo "out $GIVEN $HOME"; echo err >&2; exit 3';
    const end = await runBounded('/bin/sh', ['-c', script], options({ env: { ...env, GIVEN: 'given' } }));
    expect(end).toEqual({ code: 3, signal: null, stoppedByClock: false, stdout: 'out given \n', stderr: 'err\n' });
  });

  test('is killed with its children when its time is over', async () => {
    const script = 'sleep 30 & echo $!; wait';
    const end = await runBounded('/bin/sh', ['-c', script], options({ limitMs: 100 }));
    expect(end).toMatchObject({ code: null, signal: 'SIGKILL', stoppedByClock: true });
    expect(Number(end.stdout)).toBeGreaterThan(0);
    expect(await gone(Number(end.stdout))).toBe(true);
  });

  test('leaves no children behind when it ends by itself', async () => {
    const end = await runBounded('/bin/sh', ['-c', 'sleep 30 >/dev/null 2>&1 & echo $!'], options());
    expect(end.code).toBe(0);
    expect(await gone(Number(end.stdout))).toBe(true);
  });

  test('is killed when its caller is told to end, which then says why', async () => {
    const controller = new AbortController();
    const running = runBounded('/bin/sleep', ['30'], options({ signal: controller.signal }));
    setTimeout(() => controller.abort('SIGTERM'), 50);
    await expect(running).rejects.toBe('SIGTERM');
  });

  test('gets time to write down what it has, where there is some', async () => {
    const controller = new AbortController();
    const script = 'trap "echo written; exit 7" INT; echo begun; while :; do sleep 0.05; done';
    const taken: string[] = [];
    const running = runBounded(
      '/bin/sh',
      ['-c', script],
      options({ signal: controller.signal, finishMs: 5_000, onStdout: (chunk: Buffer) => taken.push(String(chunk)) }),
    );
    setTimeout(() => controller.abort('SIGTERM'), 300);
    expect(await running).toMatchObject({ code: 7, stoppedByClock: false, stdout: '' });
    expect(taken.join('')).toBe('begun\nwritten\n');
  });

  test('is killed when that time is over', async () => {
    const controller = new AbortController();
    const running = runBounded(
      '/bin/sh',
      ['-c', 'trap "" INT; sleep 30'],
      options({ signal: controller.signal, finishMs: 100 }),
    );
    setTimeout(() => controller.abort('SIGTERM'), 300);
    expect(await running).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  test('is not started when its caller was told to end before', async () => {
    await expect(runBounded('/bin/true', [], options({ signal: AbortSignal.abort('SIGINT') }))).rejects.toBe('SIGINT');
  });

  test('that does not exist is a coded error', async () => {
    await expect(runBounded('/nonexistent/k6', [], options())).rejects.toThrow(/^TAP3101: \/nonexistent\/k6/);
  });
});
