import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { shellOf } from '../../src/executors/codebuild/image-shell';
import { type ShellName, ShellSession } from '../../src/executors/codebuild/shell-session';
import { temporaryFolder } from './fake-cloud';
import { daemon, isAlive } from './processes';

const folder = temporaryFolder();
let sessions = 0;

/** A session, ended after the test. */
const open: ShellSession[] = [];
afterEach(() => Promise.all(open.splice(0).map((session) => session.end())));

const shells: readonly ShellName[] = ['bash', 'sh', 'bash as sh'];

function session(env: Record<string, string> = {}, shell: ShellName = 'bash') {
  const lines: string[] = [];
  const opened = new ShellSession({
    folder,
    shell,
    env: { PATH: process.env.PATH ?? '', ...env },
    stateFolder: join(folder, `state-${++sessions}`),
    onLine: (line) => lines.push(line),
  });
  open.push(opened);
  return { shell: opened, lines };
}

describe('the shell of a build', () => {
  test.each(shells)('%s keeps what was assigned for the programs of the next commands', async (name) => {
    const { shell, lines } = session({}, name);
    await shell.run('ARN="a:b c"; IFS=:');
    await shell.run('sh -c \'echo "$ARN"\'; env | grep -c "^IFS"');
    await shell.end();
    expect(lines).toEqual(['a:b c', '0']);
  });

  test.each(shells)('%s lasts from one command to the next, and from one that exits', async (name) => {
    const { shell, lines } = session({}, name);
    expect(await shell.run('export A="two words"; f() { echo "f $1"; }; cd /')).toBe(0);
    expect(await shell.run('f x; exit 4')).toBe(4);
    expect(await shell.run('echo "$A $PWD"; (exit 7)')).toBe(7);
    expect(await shell.values(['A'])).toEqual({ A: 'two words' });
    await shell.end();
    expect(lines).toEqual(['f x', 'two words /']);
  });

  test.each(shells)('%s runs a command also if no program is found any more', async (name) => {
    const { shell, lines } = session({}, name);
    await shell.run('PATH=/nowhere');
    expect(await shell.run('echo said; false')).toBe(1);
    expect(await shell.run('if then')).not.toBe(0);
    await shell.end();
    expect(lines[0]).toBe('said');
  });

  test.each(shells)('%s shows of a traced command no more than is its own', async (name) => {
    const { shell, lines } = session({}, name);
    await shell.run('set -x; A=1');
    await shell.run('true');
    await shell.end();
    expect(lines.filter((line) => /export|sed|case|echo/.test(line))).toEqual([]);
  });

  test('sh knows nothing of bash where the image has another sh, and all of it where it is bash', async () => {
    const bashism = '[[ a == a ]] && arr=(1 2)';
    const statuses = shells.map(async (name) => session({}, name).shell.run(bashism));
    const [bash, sh, bashAsSh] = await Promise.all(statuses);
    expect([bash, bashAsSh]).toEqual([0, 0]);
    expect(sh).not.toBe(0);
  });

  test.each([
    ['bash', 'aws/codebuild/standard:7.0', 'bash'],
    ['sh', 'aws/codebuild/standard:7.0', 'sh'],
    ['sh', 'example.com/own:1', 'sh'],
    ['sh', 'aws/codebuild/amazonlinux2-x86_64-standard:5.0', 'bash as sh'],
    ['sh', 'aws/codebuild/amazonlinux-aarch64-standard:3.0', 'bash as sh'],
    ['bash', 'aws/codebuild/amazonlinux-x86_64-standard:5.0', 'bash'],
  ] as const)('%s of the image %s is %s', (shell, image, name) => {
    expect(shellOf({ shell }, image)).toBe(name);
  });

  test('variables, functions and the current folder last from one command to the next', async () => {
    const { shell, lines } = session();
    await shell.run('export A=1; B=2; f() { echo "f $1"; }');
    await shell.run('cd /');
    expect(await shell.run('echo "$A $B $PWD"; f x')).toBe(0);
    await shell.end();
    expect(lines).toEqual(['1 2 /', 'f x']);
  });

  test('a command tells its status, and both its streams are heard', async () => {
    const { shell, lines } = session();
    expect(await shell.run('echo out; echo err >&2; (exit 7)')).toBe(7);
    expect(await shell.run('if then')).not.toBe(0);
    expect(await shell.run('true')).toBe(0);
    await shell.end();
    expect(lines.slice(0, 2)).toEqual(['out', 'err']);
  });

  test('a command of several lines is one command', async () => {
    const { shell, lines } = session();
    expect(await shell.run('cat <<X\none\ntwo\nX\nif true\nthen echo "a \'b\' $((1 + 1))"\nfi')).toBe(0);
    await shell.end();
    expect(lines).toEqual(['one', 'two', "a 'b' 2"]);
  });

  test('after exit the next command finds what was exported and where it was', async () => {
    const { shell, lines } = session();
    await shell.run('export A="two words"; cd /; exit 0');
    expect(await shell.run('exit 4')).toBe(4);
    await shell.run('echo "$A $PWD"');
    await shell.end();
    expect(lines).toEqual(['two words /']);
  });

  test('values of variables are told as they are, absent ones left out', async () => {
    const { shell, lines } = session();
    await shell.run('export A=$\'one\\ntwo "x"\' EMPTY=');
    expect(await shell.values(['A', 'EMPTY', 'ABSENT'])).toEqual({ A: 'one\ntwo "x"', EMPTY: '' });
    expect(await shell.values([])).toEqual({});
    await shell.end();
    expect(lines).toEqual([]);
  });

  test('nothing of the surroundings is inherited, and commands read no input', async () => {
    const { shell } = session({ ONLY: 'this' });
    expect(await shell.run('[ "$ONLY" = this ] && [ -z "$HOME" ] && ! read -r line')).toBe(0);
  });

  test('a command that waits for all its jobs waits for nothing else', async () => {
    const { shell, lines } = session();
    expect(await shell.run('(echo job) & wait; [ -z "$(jobs -r)" ]')).toBe(0);
    await shell.end();
    expect(lines).toEqual(['job']);
  });

  test('its processes end with the process that has opened it, however that ends', async () => {
    const module = join(__dirname, '../../src/executors/codebuild/shell-session.ts');
    const program = `
      const { ShellSession } = require(${JSON.stringify(module)});
      const shell = new ShellSession({ folder: '/', shell: 'bash', env: process.env, stateFolder: process.argv[1], onLine: (line) => console.log(line) });
      shell.run(${JSON.stringify(`${daemon()}; sleep 600`)});`;
    const owner = spawn(process.execPath, ['--import', 'tsx', '-e', program, join(folder, 'orphan')]);
    const pid = await new Promise<number>((resolve) => owner.stdout.once('data', (data) => resolve(Number(data))));
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    for (let turn = 0; turn < 100 && isAlive(pid); turn += 1) await sleep(20);
    expect(isAlive(pid)).toBe(false);
  });

  test('ending it ends a daemon that keeps its output, and one that an earlier shell has left behind', async () => {
    const { shell, lines } = session();
    const { shell: neighbour, lines: neighbours } = session();
    await neighbour.run(daemon());
    await shell.run(`${daemon()}; exit 0`);
    await shell.run(daemon());
    await shell.end();
    // A daemon's own shell may say that what it ran was ended.
    const daemons = lines.filter((line) => line !== 'Terminated').map(Number);
    expect(daemons).toHaveLength(2);
    expect(daemons.filter(isAlive)).toEqual([]);
    expect(isAlive(Number(neighbours[0]))).toBe(true);
  });

  test('ending it ends everything its commands have started, and the running command', async () => {
    const { shell } = session();
    await shell.run('sleep 600 & echo $! >child; export CHILD=$!');
    const { CHILD } = await shell.values(['CHILD']);
    expect(isAlive(Number(CHILD))).toBe(true);
    const running = shell.run('sleep 600');
    await sleep(20);
    await shell.end();
    expect(await running).not.toBe(0);
    expect(isAlive(Number(CHILD))).toBe(false);
    expect(await shell.run('true')).not.toBe(0);
  });
});
