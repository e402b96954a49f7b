import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(__dirname, '../..');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A repository with the launcher, the packages of this one, and one program. */
function clone(program: string): string {
  const root = mkdtempSync(join(tmpdir(), 'launch-'));
  mkdirSync(join(root, 'scripts'));
  for (const path of ['scripts/launch.mjs', 'scripts/setup'])
    cpSync(join(repository, path), join(root, path), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'program.ts'), program);
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ scripts: { go: 'exec node scripts/launch.mjs synth program.ts' } }),
  );
  return root;
}

function start(
  root: string,
  command: string,
  args: readonly string[],
  whenItSays?: { text: string; call: (pid: number) => void },
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
      const chunks: string[] = [];
      stream.setEncoding('utf8').on('data', (text: string) => {
        chunks.push(text);
        if (whenItSays && text.includes(whenItSays.text) && child.pid !== undefined) whenItSays.call(child.pid);
      });
      return chunks;
    });
    child.once('close', (code) => resolve({ code, stdout: stdout?.join('') ?? '', stderr: stderr?.join('') ?? '' }));
  });
}

describe('launch.mjs', () => {
  let root: string;
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('runs a TypeScript program in the same process, with its arguments and the tools first on the PATH', async () => {
    root = clone(
      "const first: string = (process.env.PATH ?? '').split(':')[0] ?? '';\nconsole.log(JSON.stringify([process.argv.slice(2), first, process.pid]));",
    );
    let pid = 0;
    const { code, stdout, stderr } = await start(
      root,
      process.execPath,
      ['scripts/launch.mjs', 'synth', 'program.ts', '--a', 'b c'],
      {
        text: '[',
        call: (started) => {
          pid = started;
        },
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([['--a', 'b c'], join(root, '.tools', 'bin'), pid]);
  });

  test('refuses a need that it does not know as wrong use', async () => {
    root = clone('');
    const { code, stderr } = await start(root, process.execPath, ['scripts/launch.mjs', 'everything']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^TAP4011: .*"everything".*allowed: .*\brehearse\b.*\btest\b/),
    });
  });

  test('lists the faults of a rehearsal where nothing is installed', async () => {
    root = clone('');
    const faults = [{ name: 'some-fault', gate: 'Stage/Action', description: 'What goes wrong.' }];
    mkdirSync(join(root, 'rehearsal/faults'), { recursive: true });
    writeFileSync(join(root, 'rehearsal/faults/catalogue.json'), JSON.stringify(faults));
    rmSync(join(root, 'node_modules'));
    const args = ['scripts/launch.mjs', 'rehearse', 'rehearsal/main.ts', '--list-faults'];
    const { code, stdout, stderr } = await start(root, process.execPath, args);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'some-fault\tStage/Action\tWhat goes wrong.\n',
      stderr: '',
    });
  });

  test('sets nothing up for what only prints something', async () => {
    const argument = '--help';
    root = clone('console.log("printed");');
    const { code, stdout, stderr } = await start(root, process.execPath, [
      'scripts/launch.mjs',
      'rehearse',
      'program.ts',
      argument,
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'printed\n', stderr: '' });
  });

  test('a signal to npm alone reaches the program', async () => {
    root = clone(
      "process.on('SIGTERM', () => { console.log('told'); process.exit(130); });\nsetTimeout(() => undefined, 20_000);\nconsole.log('up');",
    );
    const { code, stdout } = await start(root, 'npm', ['run', '--silent', 'go'], {
      text: 'up',
      call: (pid) => process.kill(pid, 'SIGTERM'),
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: 'up\ntold\n' });
  });
});
