import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ProcessTree } from '../../src/executors/process/process-tree';
import { runProgram } from '../../src/executors/process/run-program';
import { temporaryFolder } from './fake-cloud';
import { daemon, isAlive } from './processes';

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

const folder = temporaryFolder();

describe('a program and what it has started', () => {
  test('ends with all that it has started, also with what does not heed SIGTERM', async () => {
    const tree = new ProcessTree('bash', ['-c', 'sleep 600 & (trap "" TERM; echo ready; sleep 600) & wait'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => tree.child.stdout?.once('data', resolve));
    await tree.end();
    expect(await tree.exited).not.toBe(0);
  });

  test('ends a daemon, which has left its parent, its group and its variables and heeds no SIGTERM', async () => {
    const tree = new ProcessTree('bash', ['-c', `${daemon('trap "" TERM')}; exit 3`], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [pid] = await once(tree.child.stdout ?? tree.child, 'data');
    expect(Number(pid)).toBeGreaterThan(0);
    expect(await tree.exited).toBe(3);
    expect(isAlive(Number(pid))).toBe(false);
  });

  test('is not waited for where a process of somebody else keeps its output, and that one lives on', async () => {
    const address = join(folder, 'socket');
    const take = `import socket, time
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind('${address}'); listener.listen(); print('ready', flush=True)
    kept = socket.recv_fds(listener.accept()[0], 1, 1); print('kept', flush=True); time.sleep(600)`;
    const give = `import socket, time
with socket.socket(socket.AF_UNIX) as giver:
    giver.connect('${address}'); socket.send_fds(giver, [b'x'], [1]); time.sleep(600)`;
    const keeper = spawn('python3', ['-c', take]);
    try {
      await once(keeper.stdout, 'data');
      const tree = new ProcessTree('python3', ['-c', give], { env, stdio: ['ignore', 'pipe', 'ignore'] });
      await once(keeper.stdout, 'data');
      const startedAt = Date.now();
      await tree.end();
      await tree.closed;
      expect(Date.now() - startedAt).toBeLessThan(10_000);
      expect(isAlive(keeper.pid ?? 0)).toBe(true);
    } finally {
      keeper.kill('SIGKILL');
    }
  });

  test('that has ended is ended at once, whoever takes its zombies away', async () => {
    const tree = new ProcessTree('bash', ['-c', '(sleep 0.05) & exit 3'], {
      env,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    expect(await tree.exited).toBe(3);
    const startedAt = Date.now();
    await tree.end();
    expect(Date.now() - startedAt).toBeLessThan(1000);
  });

  test('of a program that is not there ends with 127, as in a shell', async () => {
    const tree = new ProcessTree('no-such-program', [], { env, stdio: ['ignore'] });
    expect(await tree.exited).toBe(127);
    await tree.end();
  });
});

describe('running a program', () => {
  test('tells its status and both its streams', async () => {
    expect(await bash('echo out; echo err >&2; exit 4')).toMatchObject({ status: 4, timedOut: false });
    expect((await bash('echo out; echo err >&2')).output.split('\n').sort()).toEqual(['err', 'out']);
  });

  test('ends it at its time limit', async () => {
    const { timedOut, stdout } = await bash(`${daemon()}; sleep 600`, { timeLimitMs: 3000 });
    expect(timedOut).toBe(true);
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(isAlive(Number(stdout))).toBe(false);
  });

  test('ends it when the run is aborted, and what it has left behind when it ends', async () => {
    const controller = new AbortController();
    const onLine = () => controller.abort(new Error('Ctrl-C'));
    await expect(bash('echo x; sleep 600', { signal: controller.signal, onLine })).rejects.toThrow('Ctrl-C');
    const { stdout } = await bash(daemon());
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(isAlive(Number(stdout))).toBe(false);
  });
});
