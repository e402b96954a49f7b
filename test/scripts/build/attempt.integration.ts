import { attempt } from '../../../scripts/build/attempt';

const node = (text: string, limitMs?: number) => attempt(process.execPath, ['-e', text], { limitMs });

test('a program is run to its end, and both of its streams are heard', async () => {
  await expect(node("console.log('out'); console.error('err'); process.exitCode = 3")).resolves.toMatchObject({
    code: 3,
    output: 'out',
    said: expect.stringMatching(/^(out\nerr|err\nout)$/),
  });
});

test('one that a signal ends has the code that a shell gives it', async () => {
  await expect(node("process.kill(process.pid, 'SIGKILL')")).resolves.toMatchObject({ code: 137 });
});

test('one that takes too long is killed, though what it has started holds its output open', async () => {
  const text =
    "require('node:child_process').spawn('sleep', ['30'], { stdio: 'inherit' }); setInterval(() => {}, 1000)";
  await expect(node(text, 1_000)).resolves.toMatchObject({ code: 137 });
});

test('one that can not be started is refused', async () => {
  await expect(attempt('/nowhere/docker', ['version'])).rejects.toThrow(
    /^TAP2031: \/nowhere\/docker version: .*ENOENT/,
  );
});
