import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCommand } from '../../../src/cloud/workloads/start-command';
import type { ImageStart } from '../../../src/cloud/workloads/task-image';

const directory = mkdtempSync(join(tmpdir(), 'image-'));
afterAll(() => rmSync(directory, { recursive: true }));
mkdirSync(join(directory, 'bin'));
for (const file of ['main.js', 'bin/start.sh']) writeFileSync(join(directory, file), '');

/** The command of a container whose task definition and image say these. */
function commandOf(image: Partial<ImageStart>, definition: { entryPoint?: string[]; command?: string[] } = {}) {
  return startCommand(
    { name: 'web', image: 'web:1', entryPoint: [], command: [], ...definition },
    { entryPoint: [], command: [], variables: {}, workdir: '/srv/app', ...image, directory },
  );
}

describe('the command of a container', () => {
  const image = { entryPoint: ['node'], command: ['main.js'] };

  test('is that of its image where the task definition says nothing', () => {
    expect(commandOf(image)).toEqual(['node', 'main.js']);
  });

  test("takes the task definition's command after the image's entry point", () => {
    expect(commandOf(image, { command: ['other.js'] })).toEqual(['node', 'other.js']);
  });

  test("takes nothing of the image after the task definition's entry point", () => {
    expect(commandOf(image, { entryPoint: ['sh'] })).toEqual(['sh']);
  });

  test('has its paths led to the files that are here, and no others', () => {
    expect(commandOf({ command: ['/usr/local/bin/node', '/srv/app/main.js', '/srv/app/none.js', '/etc/x'] })).toEqual([
      'node',
      join(directory, 'main.js'),
      '/srv/app/none.js',
      '/etc/x',
    ]);
    expect(commandOf({ command: ['/srv/app/bin/start.sh'] })).toEqual([join(directory, 'bin/start.sh')]);
    expect(commandOf({ command: ['./bin/start.sh'] })).toEqual(['./bin/start.sh']);
  });

  test('loses a first process that only runs the rest', () => {
    expect(commandOf({ entryPoint: ['/sbin/tini', '-g', '--'], command: ['node', 'main.js'] })).toEqual([
      'node',
      'main.js',
    ]);
    expect(commandOf({ entryPoint: ['dumb-init'], command: ['node', 'main.js'] })).toEqual(['node', 'main.js']);
  });

  test.each([
    ['npm', ['npm', 'start']],
    ['a script of a shell', ['/bin/sh', '-c', 'cd app && MODE=x exec node main.js']],
  ])('may be %s', (_what, command) => {
    expect(commandOf({ command })).toHaveLength(command.length);
  });

  test.each([
    ['nginx', ['nginx', '-g', 'daemon off;']],
    ['java', ['/bin/sh', '-c', 'export A=b; exec java -jar app.jar']],
    ['/usr/sbin/httpd', ['/usr/sbin/httpd']],
    ['./none.sh', ['./none.sh']],
  ])('is refused by name where it needs %s, which only the base image has', (program, command) => {
    const refused = expect.objectContaining({
      code: 'TAP4414',
      message: expect.stringContaining(`starts ${program},`),
    });
    expect(() => commandOf({ command })).toThrow(refused);
  });

  test('is refused where nobody names one', () => {
    expect(() => commandOf({})).toThrow(/^TAP4403: container web/);
  });
});
