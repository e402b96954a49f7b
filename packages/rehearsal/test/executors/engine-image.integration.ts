import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findEngine } from '../../src/executors/image/engine';
import { takeApart } from '../../src/executors/image/engine-image';
import { temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();
const signal = new AbortController().signal;
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** An archive as `docker save` writes it, of an image whose two layers lie one over the other. */
function savedImage(): string {
  const parts = join(folder, 'parts');
  mkdirSync(parts);
  const layers = [
    { 'srv/app/main.js': 'old', 'srv/app/keep.js': 'kept', 'etc/base.conf': 'base' },
    { 'srv/app/main.js': 'new' },
  ].map((files, index) => {
    const root = join(folder, `layer-${index}`);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    execFileSync('tar', ['-cf', join(parts, `${index}.tar`), '-C', root, '.']);
    return `${index}.tar`;
  });
  const config = JSON.stringify({
    config: { WorkingDir: '/srv/app' },
    rootfs: { diff_ids: ['sha256:aa', 'sha256:bb'] },
  });
  writeFileSync(join(parts, `${sha(config)}.json`), config);
  writeFileSync(join(parts, 'manifest.json'), JSON.stringify([{ Config: `${sha(config)}.json`, Layers: layers }]));
  const archive = join(folder, 'saved.tar');
  execFileSync('tar', ['-cf', archive, '-C', parts, '.']);
  return archive;
}

/** A folder of programs with an engine of that name, which is a shell script. */
function engineProgram(name: string, script: string): string {
  const bin = join(folder, `bin-${sha(script).slice(0, 8)}`);
  mkdirSync(bin);
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return bin;
}

describe('an image that an engine has built', () => {
  test('is taken apart into the ids for the registry and the files of its working directory', async () => {
    const bin = engineProgram('docker', `[ "$1" = save ] && cp '${savedImage()}' "$3"`);
    const path = [bin, process.env.PATH].join(delimiter);
    const imagesFolder = join(folder, 'images');
    const image = await takeApart('app:1', {
      engine: { name: 'docker', env: { PATH: path } },
      imagesFolder,
      scratch: folder,
      stateFile: join(folder, 'state.json'),
    });
    expect(image.layers).toEqual(['aa', 'bb']);
    expect(image.config).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(join(image.folder, 'main.js'), 'utf8')).toBe('new');
    expect(readFileSync(join(image.folder, 'keep.js'), 'utf8')).toBe('kept');
    expect(existsSync(join(image.folder, 'etc'))).toBe(false);
  });
});

describe('looking for an engine', () => {
  test('one that answers and builds from the base is usable', async () => {
    const asked = join(folder, 'asked.txt');
    const bin = engineProgram('podman', `echo "$1" "$2" "$3" >> '${asked}'`);
    expect(await findEngine('node@sha256:abc', `${bin}:/bin`, signal)).toMatchObject({ engine: { name: 'podman' } });
    // The trial leaves nothing with the engine.
    const [, build, removal] = readFileSync(asked, 'utf8').split('\n');
    expect(build).toMatch(/^build -t \S+$/);
    expect(removal?.trim()).toBe(build?.replace('build -t', 'rmi'));
  });

  test('a client without its daemon is none, and says why', async () => {
    const bin = engineProgram('docker', 'echo "Cannot connect to the daemon" >&2; exit 1');
    const search = await findEngine('node@sha256:abc', bin, signal);
    expect(search).toEqual({ engine: undefined, reason: expect.stringContaining('docker: Cannot connect') });
  });

  test('one that can not pull the base is none', async () => {
    const bin = engineProgram('buildah', '[ "$1" = info ] || { echo "no route to registry"; exit 125; }');
    const search = await findEngine('node@sha256:abc', `${bin}:/bin`, signal);
    expect(search).toMatchObject({ reason: expect.stringMatching(/trial build from node@sha256:abc.*no route/) });
  });

  test('where there is none, that is the reason', async () => {
    expect(await findEngine('node', join(folder, 'nothing'), signal)).toMatchObject({
      engine: undefined,
      reason: expect.stringContaining('docker, podman, buildah'),
    });
  });
});
