import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@delivery/coded-error';
import { loadConfiguration, serviceNames, servicesOnTheDatabase } from '../lib/config';
import { attempt } from './build/attempt';
import {
  contractEvidence,
  describeTrials,
  holdToContract,
  requireContract,
  triedServices,
} from './build/container/hold';
import { baseImage } from './build/image/base-image';
import { type ImageEvidenceName, keepEvidence } from './build/image/evidence';
import { publishImage, tagFor } from './build/image/publish';
import { EcrRegistry } from './build/image/registry';
import { findingsOf } from './build/image/scan';
import { describeVerdict, judge as judgeScan, requirePass } from './build/image/verdict';
import { runProgram } from './build/program';
import { run } from './build/run';

/**
 * Builds the shop's image once for a commit, holds its containers to what they promise, pushes it, judges its scan, and writes
 * its digest to `exports/IMAGE_DIGEST`.
 *
 * The job that runs this is the one of the pipeline's last definition, while the script is the commit's. So the
 * repository of the base comes from the job, whose role may pull there; an accepted finding comes from the commit, or the
 * commit that accepts it would be stopped by it.
 *
 * Usage: REPOSITORY_URI=... REPOSITORY_NAME=... TAG=... [BASE_REPOSITORY=...] [EVIDENCE_BUCKET=... EXECUTION=...]
 * node --import tsx scripts/image.ts
 */
const root = dirname(__dirname);
const context = join(root, 'app');
/** A scan on push takes seconds to a few minutes. */
const scanPatienceMs = 10 * 60_000;
const scanIntervalMs = 5_000;
/** The least severity that stops the image. */
const scanFailsFrom = 'CRITICAL';

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new CodedError('TAP2021', `environment variable ${name} is missing; the image step of the pipeline sets it`);
  return value;
}

/** Keeps what was judged; the first pipelines, whose own job runs this once before they update themselves, have no place for it. */
async function keep(name: ImageEvidenceName, judged: object): Promise<void> {
  const { EVIDENCE_BUCKET, EXECUTION } = process.env;
  if (!EVIDENCE_BUCKET || !EXECUTION) return;
  const build = { id: required('CODEBUILD_BUILD_ID'), number: required('CODEBUILD_BUILD_NUMBER') };
  const where = { bucket: EVIDENCE_BUCKET, commit: required('TAG'), execution: EXECUTION, build };
  console.log(`evidence: ${await keepEvidence(where, name, judged)}`);
}

runProgram(async () => {
  const registry = new EcrRegistry(required('REPOSITORY_NAME'));
  const { pipeline, environments } = loadConfiguration({});
  const { acceptedFindings } = pipeline.image;
  // The variable is newer than the first pipelines, whose own job runs this once before they update themselves.
  const { BASE_REPOSITORY } = process.env;
  // Docker keeps the passwords it was given in its configuration: in a folder of its own that goes away.
  const configuration = mkdtempSync(join(tmpdir(), 'docker-'));
  const env = { ...process.env, DOCKER_CONFIG: configuration, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
  const judge = async (image: string) => {
    const tried = triedServices(image, serviceNames, servicesOnTheDatabase, environments);
    const trials = await holdToContract(tried, (args, limitMs) => attempt('docker', args, { cwd: root, env, limitMs }));
    for (const line of describeTrials(trials)) console.log(line);
    await keep('contract', contractEvidence(image, trials));
    requireContract(trials);
  };
  try {
    const digest = await publishImage({
      registry,
      repositoryUri: required('REPOSITORY_URI'),
      tag: tagFor(required('TAG')),
      context,
      base: BASE_REPOSITORY ? baseImage(BASE_REPOSITORY, readFileSync(join(context, 'Dockerfile'), 'utf8')) : undefined,
      judge,
      docker: (args, input) => run('docker', args, { cwd: root, env, input }),
      log: console.log,
    });
    const findings = await findingsOf(registry, digest, {
      patienceMs: scanPatienceMs,
      intervalMs: scanIntervalMs,
      sleep,
    });
    const verdict = judgeScan(findings, { failsFrom: scanFailsFrom, accepted: acceptedFindings, today: new Date() });
    for (const line of describeVerdict(verdict)) console.log(line);
    await keep('scan', { image: digest, ...verdict });
    requirePass(verdict, digest);
    mkdirSync(join(root, 'exports'), { recursive: true });
    writeFileSync(join(root, 'exports', 'IMAGE_DIGEST'), digest);
  } finally {
    rmSync(configuration, { recursive: true, force: true });
  }
});
