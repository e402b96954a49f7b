import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CodedError } from '@delivery/coded-error';
import { run } from './build/run';

/**
 * Puts the k6 binary for the bundle of checks in place: one on the PATH in a fitting version as it is, else, and always in
 * a job of AWS, the vendor's release, by checksum.
 */

const root = dirname(__dirname);
/** The first version that takes TypeScript and the options that the load tests use. */
const floor = [1, 1] as const;
const noneFound = `there is no k6 ${floor.join('.')} or newer on the PATH (in a job of AWS it isn't looked at)`;
/** Milliseconds that a download may take: 35 MB over a slow line. */
const downloadMs = 5 * 60_000;
/** Milliseconds that `k6 version` may take. */
const versionMs = 10_000;

export interface Releases {
  readonly version: string;
  readonly baseUrl: string;
  readonly archives: Readonly<Record<string, { readonly name: string; readonly sha256: string } | undefined>>;
}

export interface K6Options {
  /** Folders that are searched, as in PATH; empty: none. */
  readonly path: string;
  readonly releases: Releases;
  /** For example `linux-x64`. */
  readonly platform: string;
  readonly fetch: typeof fetch;
  /**
   * Folder in which a downloaded archive is kept for the next build; it is held against its checksum there, too.
   *
   * @default - not kept
   */
  readonly downloads?: string;
}

/**
 * The options of this machine. What set-up installed into `.tools` counts as on the PATH.
 *
 * In a job of AWS no folder is searched: what runs there with the pipeline's rights is what was pinned. A rehearsed job has
 * an endpoint on its machine.
 */
export function k6Options(env: NodeJS.ProcessEnv = process.env): K6Options {
  const onAws = env.CODEBUILD_BUILD_ID !== undefined && env.AWS_ENDPOINT_URL === undefined;
  return {
    path: onAws ? '' : [env.PATH ?? '', join(root, '.tools', 'bin')].join(delimiter),
    releases: JSON.parse(readFileSync(join(root, 'scripts', 'setup', 'k6-releases.json'), 'utf8')) as Releases,
    platform: `${process.platform}-${process.arch}`,
    fetch,
    downloads: onAws ? join(root, '.tools', 'downloads') : undefined,
  };
}

/**
 * Writes k6 to a file.
 *
 * @returns which one it is, for the log
 * @throws CodedError TAP2011 if there is neither a fitting one on the PATH nor a release that can be had, or if the
 * release is not what was pinned
 */
export async function placeK6(file: string, options: K6Options): Promise<string> {
  const found = await fittingOnPath(options.path);
  if (found) {
    copyFileSync(found, file);
  } else {
    await placeRelease(file, options);
  }
  chmodSync(file, 0o755);
  const version = await versionOf(file);
  if (!version) throw new CodedError('TAP2011', `${file}: the k6 for the bundle does not run on this machine`);
  return `${version.text} from ${found ?? `the vendor's release ${options.releases.version}`}`;
}

async function fittingOnPath(path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const candidate = join(folder, 'k6');
    try {
      accessSync(candidate, constants.X_OK);
    } catch {
      continue;
    }
    const version = await versionOf(candidate);
    if (version && (version.major > floor[0] || (version.major === floor[0] && version.minor >= floor[1]))) {
      return candidate;
    }
  }
  return undefined;
}

async function versionOf(program: string): Promise<{ text: string; major: number; minor: number } | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['version'], { timeout: versionMs });
    const [text, major, minor] = /v?(\d+)\.(\d+)\S*/.exec(stdout) ?? [];
    return text === undefined ? undefined : { text: `k6 ${text}`, major: Number(major), minor: Number(minor) };
  } catch {
    return undefined;
  }
}

async function placeRelease(file: string, options: K6Options): Promise<void> {
  const { releases, platform } = options;
  const archive = releases.archives[platform];
  if (!archive) {
    throw new CodedError('TAP2011', `the vendor has no release for ${platform}, and ${noneFound}; install k6`);
  }
  const url = `${releases.baseUrl}/v${releases.version}/${archive.name}`;
  const kept = options.downloads && join(options.downloads, archive.name);
  const content = (kept && readKept(kept, archive.sha256)) || (await download(url, archive.sha256, options.fetch));
  if (kept) {
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, content);
  }
  const folder = mkdtempSync(join(tmpdir(), 'k6-'));
  try {
    writeFileSync(join(folder, archive.name), content);
    await run('tar', ['-xf', join(folder, archive.name), '-C', folder, '--strip-components', '1']);
    copyFileSync(join(folder, 'k6'), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The archive that an earlier build left, if it is the pinned one. */
function readKept(file: string, sha256: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  const content = readFileSync(file);
  return checksumOf(content) === sha256 ? content : undefined;
}

function checksumOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function download(url: string, pinned: string, fetchIt: typeof fetch): Promise<Buffer> {
  const content = await fetched(url, fetchIt);
  const sha256 = checksumOf(content);
  if (sha256 !== pinned) {
    throw new CodedError('TAP2011', `${url}: sha256 is ${sha256}, pinned is ${pinned}; it was not used`);
  }
  return content;
}

async function fetched(url: string, fetchIt: typeof fetch): Promise<Buffer> {
  try {
    const response = await fetchIt(url, { signal: AbortSignal.timeout(downloadMs) });
    if (!response.ok) throw new Error(`answered with ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    throw new CodedError(
      'TAP2011',
      `${url} can't be had: ${cause instanceof Error ? cause.message : cause}; ${noneFound}`,
      { cause },
    );
  }
}
