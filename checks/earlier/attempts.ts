import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import { type Evidence, type GateVerdict, readEvidence } from '../../contracts/evidence';
import { type GateName, gateNames } from '../../contracts/gates';
import { awsClientSettings } from '../aws-client';
import type { GateSettings } from '../gate-settings';

/** What one build of a gate has said in this execution. */
export interface Attempt {
  readonly gate: GateName;
  /** Number of the build. */
  readonly number: number;
  /** `damaged`: what lies there is no evidence of this gate and build. */
  readonly verdict: GateVerdict | 'damaged';
  /** Undefined where it is damaged. */
  readonly evidence?: Evidence;
  /** Variables that were in force instead of what the commit says; `none` if there were none. */
  readonly overrides: string;
}

/** `<gate>/<number>-<id>/<gate>.json`; reports lie beside it. */
const evidenceFile = new RegExp(`^(${gateNames.join('|')})/(\\d+)-([\\w-]+)/\\1\\.json$`);

/**
 * What the gates of this environment have said in this execution so far, by build. Every verdict is worked out again.
 *
 * @throws CodedError TAP3012 if the evidence bucket can't be read
 */
export async function readAttempts(settings: GateSettings): Promise<readonly Attempt[]> {
  const { evidenceBucket: bucket, commit, execution, environment } = settings;
  const prefix = `${commit}/${execution}/${environment}/`;
  const client = new S3Client(awsClientSettings);
  try {
    const attempts: Attempt[] = [];
    for (const name of await namesBelow(client, bucket, prefix)) {
      const [, gate, number, id] = evidenceFile.exec(name) ?? [];
      if (gate === undefined) continue;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + name }));
      const text = (await Body?.transformToString()) ?? '';
      attempts.push(attemptOf(settings, { gate: gate as GateName, number: Number(number), id: id ?? '' }, text));
    }
    return attempts.sort((one, other) => one.number - other.number);
  } catch (error) {
    throw new CodedError('TAP3012', `s3://${bucket}/${prefix} could not be read: ${String(error)}`);
  } finally {
    client.destroy();
  }
}

async function namesBelow(client: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    names.push(...Contents.flatMap(({ Key }) => Key?.slice(prefix.length) ?? []));
  }
  return names;
}

function attemptOf(
  { commit, execution, environment }: GateSettings,
  { gate, number, id }: { readonly gate: GateName; readonly number: number; readonly id: string },
  text: string,
): Attempt {
  const found = readEvidence(parsed(text));
  const own =
    found?.gate === gate &&
    found.commit === commit &&
    found.execution === execution &&
    found.environment === environment &&
    found.build.number === number &&
    found.build.id.endsWith(`:${id}`);
  const overrides = found?.subject.overrides ?? 'none';
  return own
    ? { gate, number, verdict: found.verdict, evidence: found, overrides }
    : { gate, number, verdict: 'damaged', overrides };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
