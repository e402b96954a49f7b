import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskImage } from '../../src/cloud/workloads/task-image';
import { readRunOrder } from '../../src/executors/image/container-command';
import type { ContainerVerb } from '../../src/executors/image/docker-command';
import { StandInContainers } from '../../src/executors/image/stand-in-container';
import { temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();

/** A service that says on its port with which variables it runs; of the signals it knows SIGTERM. */
const service = `const { createServer } = require('node:http');
const { GREETING, HOME, SECRET } = process.env;
createServer((request, response) => response.end(JSON.stringify({ GREETING, HOME, SECRET }))).listen(8080);
process.on('SIGTERM', () => { console.log('asked to end'); if (GREETING !== 'deaf') process.exit(7); });
console.log('started');
`;

function image(): TaskImage {
  const directory = join(folder, 'image');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'main.js'), service);
  writeFileSync(join(directory, 'check.js'), 'process.exit(process.env.GREETING === "hello" ? 0 : 4);');
  return {
    directory,
    workdir: '/app',
    entryPoint: [],
    command: ['node', 'main.js'],
    variables: { GREETING: 'of the image' },
  };
}

let scratches = 0;

/** A job's containers, with the lines that docker would have printed. */
function containers() {
  const made = new StandInContainers(join(folder, `scratch-${scratches++}`));
  const lines: string[] = [];
  const ask = (verb: ContainerVerb, ...args: string[]) => made.carryOut(verb, args, (line) => lines.push(line));
  return { made, lines, ask };
}

const asOnEcs = ['--init', '--user', '1000:1000', '--read-only', '--cap-drop', 'ALL', '--publish', '127.0.0.1::8080'];
const start = (made: StandInContainers, greeting: string) =>
  made.start(readRunOrder(['--detach', ...asOnEcs, '--env', `GREETING=${greeting}`, 'app:1']), image());

/** As soon as the port answers. */
async function answerOf(address: string): Promise<unknown> {
  for (;;) {
    const answer = await fetch(`http://${address}/`).catch(() => undefined);
    if (answer) return answer.json();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

beforeAll(() => {
  process.env.SECRET = "the job's own";
});
afterAll(() => {
  delete process.env.SECRET;
});

describe('a container as a process', () => {
  test('listens where docker says, with its own variables and none of the job, and ends with its own exit code', async () => {
    const { made, lines, ask } = containers();
    const id = await start(made, 'hello');
    const waited = ask('wait', id);
    await ask('port', id, '8080/tcp');
    expect(lines).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
    expect(await answerOf(lines[0] ?? '')).toEqual({ GREETING: 'hello', HOME: expect.stringContaining(id) });
    expect(await ask('exec', id, 'node', 'check.js')).toBe(0);
    await ask('stop', '-t', '30', id);
    await waited;
    expect(lines.at(-1)).toBe('7');
    expect(await ask('port', id, '8080/tcp')).toBe(1);
    await ask('logs', id);
    expect(lines.at(-1)).toBe('started\nasked to end');
    await ask('rm', '--force', id);
    await expect(ask('logs', id)).rejects.toThrow(/^TAP4217/);
    expect(made.differences()).toContainEqual({
      onAws: 'docker run --user 1000:1000 --read-only --cap-drop ALL app:1',
      here: "a process of the image's files, with this machine's user, root and rights",
    });
  });

  test('is killed where it does not end in time, and removed while it runs', async () => {
    const { made, lines, ask } = containers();
    const id = await start(made, 'deaf');
    await ask('port', id);
    await answerOf(lines.pop() ?? '');
    expect(await ask('exec', id, 'node', 'check.js')).toBe(4);
    await ask('stop', '-t', '1', id);
    await ask('wait', id);
    expect(lines).toEqual(['137']);

    const other = await start(made, 'deaf');
    const waited = ask('wait', other);
    await ask('rm', '--force', other);
    await waited;
    expect(lines).toEqual(['137', '137']);
  });
});

describe('what a process can not stand for', () => {
  const refused = /^TAP4213: .*none can for "docker (.*)"/;

  test.each([
    [['--detach', '--volume', '/a:/a', 'x'], 'run --volume'],
    [['--detach', '--network=host', 'x'], 'run --network'],
    [['--detach', '--publish', '8080:8080', 'x'], 'run --publish 8080:8080 (127.0.0.1::PORT can be done)'],
    [['x'], 'run without --detach'],
  ])('%j is refused by its name', (args, what) => {
    expect(() => readRunOrder(args)).toThrow(refused);
    expect(() => readRunOrder(args)).toThrow(what);
  });

  test.each<[ContainerVerb, string[], string]>([
    ['exec', ['--user', '0', 'id', 'true'], 'exec --user'],
    ['logs', ['--follow', 'id'], 'logs --follow'],
    ['rm', ['id'], 'rm without --force'],
  ])('%s %j, too', async (verb, args, what) => {
    const { ask } = containers();
    await expect(ask(verb, ...args)).rejects.toThrow(what);
  });
});
