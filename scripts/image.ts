import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '../lib/errors';
import { publishImage, tagFor } from './build/image/publish';
import { EcrRegistry } from './build/image/registry';
import { judgeScan } from './build/image/scan';
import { runProgram } from './build/program';
import { run } from './build/run';

/**
 * Builds the shop's image once for a commit, pushes it, waits for its scan, and writes its digest to
 * `exports/IMAGE_DIGEST`.
 *
 * Usage: REPOSITORY_URI=... REPOSITORY_NAME=... TAG=... node --import tsx scripts/image.ts
 */
const ROOT = dirname(__dirname);
/** A scan on push takes seconds to a few minutes. */
const SCAN_PATIENCE_MS = 10 * 60_000;
const SCAN_INTERVAL_MS = 5_000;
/** The least severity that stops the image. */
const SCAN_FAILS_FROM = 'CRITICAL';

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new CodedError('TAP2021', `environment variable ${name} is missing; the image step of the pipeline sets it`);
  return value;
}

runProgram(async () => {
  const registry = new EcrRegistry(required('REPOSITORY_NAME'));
  // Docker keeps the password it was given in its configuration: in a folder of its own that goes away.
  const configuration = mkdtempSync(join(tmpdir(), 'docker-'));
  const env = { ...process.env, DOCKER_CONFIG: configuration, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
  try {
    const digest = await publishImage({
      registry,
      repositoryUri: required('REPOSITORY_URI'),
      tag: tagFor(required('TAG')),
      context: join(ROOT, 'app'),
      docker: (args, input) => run('docker', args, { cwd: ROOT, env, input }),
      log: console.log,
    });
    const found = await judgeScan(registry, digest, {
      failsFrom: SCAN_FAILS_FROM,
      patienceMs: SCAN_PATIENCE_MS,
      intervalMs: SCAN_INTERVAL_MS,
      sleep,
    });
    console.log(`the scan found ${found}`);
    mkdirSync(join(ROOT, 'exports'), { recursive: true });
    writeFileSync(join(ROOT, 'exports', 'IMAGE_DIGEST'), digest);
  } finally {
    rmSync(configuration, { recursive: true, force: true });
  }
});
