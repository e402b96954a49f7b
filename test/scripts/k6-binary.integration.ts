import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type K6Options, k6Options, placeK6 } from '../../scripts/k6-binary';

// Each test starts programs, which may take long where other things run as well.
jest.setTimeout(60_000);

let folder = '';
let target = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k6-test-'));
  target = join(folder, 'placed');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that says that it is this version of k6. */
function k6In(name: string, version: string): string {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'k6'), `#!/bin/sh\necho "k6 v${version} (a test)"\n`);
  chmodSync(join(place, 'k6'), 0o755);
  return place;
}

/** An archive as the vendor publishes it: one folder, with k6 in it. */
function archiveOf(version: string): { readonly content: Buffer; readonly sha256: string } {
  k6In('k6-release', version);
  execFileSync('tar', ['-czf', join(folder, 'archive.tar.gz'), '-C', folder, 'k6-release']);
  const content = readFileSync(join(folder, 'archive.tar.gz'));
  return { content, sha256: createHash('sha256').update(content).digest('hex') };
}

function options(overrides: Partial<K6Options>): K6Options {
  return {
    path: '',
    releases: { version: '2.3.0', baseUrl: 'https://releases.example.com', archives: {} },
    platform: 'linux-x64',
    fetch: () => Promise.reject(new Error('no network')),
    ...overrides,
  };
}

function releasing(content: Buffer, sha256: string, asked: string[] = []): K6Options {
  return options({
    releases: {
      version: '2.3.0',
      baseUrl: 'https://releases.example.com',
      archives: { 'linux-x64': { name: 'k6.tar.gz', sha256 } },
    },
    fetch: async (url) => {
      asked.push(String(url));
      return new Response(new Uint8Array(content));
    },
  });
}

test('a fitting k6 on the PATH is taken as it is', async () => {
  const path = [join(folder, 'nothing'), k6In('own', '1.1.0')].join(delimiter);
  await expect(placeK6(target, options({ path }))).resolves.toMatch(/^k6 v?1\.1\.0 from .*own/);
  expect(existsSync(target)).toBe(true);
});

test('one that is too old is passed over for a newer one behind it', async () => {
  const path = [k6In('old', '0.57.0'), k6In('older', '1.0.9'), k6In('new', '2.3.0')].join(delimiter);
  await expect(placeK6(target, options({ path }))).resolves.toMatch(/2\.3\.0 from .*new/);
});

test('without one, the vendor’s release is taken, by its checksum', async () => {
  const { content, sha256 } = archiveOf('2.3.0');
  const asked: string[] = [];
  await expect(placeK6(target, releasing(content, sha256, asked))).resolves.toBe(
    "k6 v2.3.0 from the vendor's release 2.3.0",
  );
  expect(asked).toEqual(['https://releases.example.com/v2.3.0/k6.tar.gz']);
  expect(execFileSync(target, { encoding: 'utf8' })).toContain('v2.3.0');
});

test('a release is kept for the next build, which asks nobody as long as it is the pinned one', async () => {
  const { content, sha256 } = archiveOf('2.3.0');
  const downloads = join(folder, 'downloads');
  const asked: string[] = [];
  const place = () => placeK6(target, { ...releasing(content, sha256, asked), downloads });
  await place();
  await place();
  expect(asked).toHaveLength(1);
  writeFileSync(join(downloads, 'k6.tar.gz'), 'something else');
  await place();
  expect(asked).toHaveLength(2);
  expect(readFileSync(join(downloads, 'k6.tar.gz'))).toEqual(content);
});

test('a release with another checksum is not used', async () => {
  const { content } = archiveOf('2.3.0');
  await expect(placeK6(target, releasing(content, '0'.repeat(64)))).rejects.toThrow(/^TAP2011: .*sha256 is/);
  expect(existsSync(target)).toBe(false);
});

test.each<[string, Partial<K6Options>, RegExp]>([
  ['there is no release for the machine', {}, /^TAP2011: .*no release for linux-x64/],
  [
    'the network is down',
    {
      releases: {
        version: '1',
        baseUrl: 'https://a.example.com',
        archives: { 'linux-x64': { name: 'k6', sha256: '' } },
      },
    },
    /^TAP2011: .*can't be had: no network; there is no k6 1\.1 or newer on the PATH/,
  ],
  [
    'the host refuses',
    {
      releases: {
        version: '1',
        baseUrl: 'https://a.example.com',
        archives: { 'linux-x64': { name: 'k6', sha256: '' } },
      },
      fetch: async () => new Response('', { status: 403 }),
    },
    /^TAP2011: .*answered with 403/,
  ],
])('it is said when %s', async (_, overrides, message) => {
  await expect(placeK6(target, options(overrides))).rejects.toThrow(message);
});

describe('a fitting k6 on the PATH', () => {
  const job = { CODEBUILD_BUILD_ID: 'any:1' };

  test('only a job of AWS keeps what it downloads', () => {
    expect(k6Options(job).downloads).toMatch(/\.tools.downloads$/);
    expect(k6Options({}).downloads).toBeUndefined();
    expect(k6Options({ ...job, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }).downloads).toBeUndefined();
  });

  test('is looked for on a laptop and in a rehearsed job', () => {
    const path = join(folder, 'own');
    for (const env of [{}, { ...job, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }]) {
      expect(k6Options({ ...env, PATH: path }).path.split(delimiter)).toEqual([
        path,
        expect.stringMatching(/\.tools.bin$/),
      ]);
    }
  });

  test('is passed over in a job of AWS for the release that is pinned', async () => {
    const { content, sha256 } = archiveOf('2.3.0');
    const { path } = k6Options({ ...job, PATH: k6In('own', '9.9.9') });
    await expect(placeK6(target, { ...releasing(content, sha256), path })).resolves.toMatch(
      /vendor's release 2\.3\.0$/,
    );
  });
});

test('this machine’s options pin a release by checksum', () => {
  const { releases } = k6Options();
  const archives = Object.values(releases.archives);
  expect(archives.length).toBeGreaterThan(0);
  for (const archive of archives) expect(archive?.sha256).toMatch(/^[0-9a-f]{64}$/);
});
