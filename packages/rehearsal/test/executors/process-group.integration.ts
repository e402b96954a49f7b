import { ProcessGroup } from '../../src/executors/process/process-group';
import { runProgram } from '../../src/executors/process/run-program';
import { isAlive } from './processes';

const env = { PATH: process.env.PATH ?? '' };
const bash = (script: string, more: Partial<Parameters<typeof runProgram>[0]> = {}) =>
  runProgram({
    program: 'bash',
    args: ['-c', script],
    cwd: '/',
    env,
    signal: new AbortController().signal,
    timeLimitMs: 10_000,
    ...more,
  });

describe('a group of processes', () => {
  test('ends with all that it has started, also with what does not heed SIGTERM', async () => {
    const group = new ProcessGroup('bash', ['-c', 'sleep 600 & (trap "" TERM; echo ready; sleep 600) & wait'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => group.child.stdout?.once('data', resolve));
    await group.end();
    expect(await group.exited).not.toBe(0);
  });

  test('that has ended is ended at once, whoever takes its zombies away', async () => {
    const group = new ProcessGroup('bash', ['-c', '(sleep 0.05) & exit 3'], { env, stdio: 'ignore' });
    expect(await group.exited).toBe(3);
    const startedAt = Date.now();
    await group.end();
    expect(Date.now() - startedAt).toBeLessThan(1000);
  });

  test('of a program that is not there ends with 127, as in a shell', async () => {
    const group = new ProcessGroup('no-such-program', [], { env });
    expect(await group.exited).toBe(127);
    await group.end();
  });
});

describe('running a program', () => {
  test('tells its status and both its streams', async () => {
    expect(await bash('echo out; echo err >&2; exit 4')).toMatchObject({ status: 4, timedOut: false });
    expect((await bash('echo out; echo err >&2')).output.split('\n').sort()).toEqual(['err', 'out']);
  });

  test('ends it at its time limit', async () => {
    expect(await bash('sleep 600', { timeLimitMs: 50 })).toMatchObject({ timedOut: true });
  });

  test('ends it when the run is aborted, and what it has left behind when it ends', async () => {
    const controller = new AbortController();
    const onLine = () => controller.abort(new Error('Ctrl-C'));
    await expect(bash('echo x; sleep 600', { signal: controller.signal, onLine })).rejects.toThrow('Ctrl-C');
    const { output } = await bash('sleep 600 >/dev/null 2>&1 & echo $!');
    expect(isAlive(Number(output))).toBe(false);
  });
});
