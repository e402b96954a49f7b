import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import { type Zippable, zipSync } from 'fflate';
import { z } from 'zod';
import type { Caller } from '../cloud/base/contracts';
import type { ActionRun } from '../engine/executor';
import type { StackConfiguration } from '../model/action-configuration';
import { filesBelow } from './codebuild/collect-files';
import type { ExecutorContext } from './executor-context';
import { withS3 } from './s3-objects';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ofArtifact = z.strictObject({
  'Fn::GetArtifactAtt': z.tuple([z.string(), z.enum(['BucketName', 'ObjectKey', 'URL'])]),
});
const ofFile = z.strictObject({ 'Fn::GetParam': z.tuple([z.string(), z.string(), z.string()]) });

/**
 * Parameters of a CloudFormation action, with the functions that CodePipeline replaces
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-parameter-override-functions.html).
 */
export const parameterOverrides = z.record(z.string(), z.union([scalar, ofArtifact, ofFile]));

type Overrides = z.output<typeof parameterOverrides>;
type StackRun = ActionRun<StackConfiguration>;

/**
 * The values of parameters. An artifact whose place is asked for is put into the pipeline's bucket: a template reads it there.
 *
 * @throws CodedError TAP4205 for a file or a key that an artifact does not have, or a region without a bucket
 */
export async function overridden(
  context: Pick<ExecutorContext, 'cloud'>,
  run: StackRun,
  caller: Caller,
  overrides: Overrides,
): Promise<Record<string, string>> {
  const places = new Map<string, Promise<ArtifactAttributes>>();
  const placeOf = (artifact: string): Promise<ArtifactAttributes> => {
    const place = places.get(artifact) ?? putArtifact(context, run, caller, artifact);
    places.set(artifact, place);
    return place;
  };
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(overrides)) {
    if (typeof value === 'string') values[name] = value;
    else if ('Fn::GetParam' in value) values[name] = await valueIn(run, value['Fn::GetParam']);
    else {
      const [artifact, attribute] = value['Fn::GetArtifactAtt'];
      values[name] = (await placeOf(artifact))[attribute];
    }
  }
  return values;
}

type ArtifactAttributes = Readonly<Record<'BucketName' | 'ObjectKey' | 'URL', string>>;

async function putArtifact(
  { cloud }: Pick<ExecutorContext, 'cloud'>,
  run: StackRun,
  caller: Caller,
  artifact: string,
): Promise<ArtifactAttributes> {
  const { pipeline, execution, where, action } = run;
  const bucket = pipeline.artifactBuckets[action.region];
  if (bucket === undefined) {
    throw new CodedError('TAP4205', `${where}: the pipeline has no bucket for artifacts in ${action.region}.`);
  }
  const key = `${pipeline.name}/${artifact}/${execution}`;
  const body = await zipped(run.input(artifact));
  await withS3(cloud.awsVariables(caller), (client) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })),
  );
  return { BucketName: bucket, ObjectKey: key, URL: `https://${bucket}.s3.${action.region}.amazonaws.com/${key}` };
}

async function zipped(folder: string): Promise<Uint8Array> {
  const files: Zippable = {};
  for (const path of await filesBelow(folder)) {
    const { mode } = await stat(join(folder, path));
    // What made the archive is Unix, so that its modes are read.
    files[path] = [await readFile(join(folder, path)), { os: 3, attrs: mode << 16 }];
  }
  return zipSync(files);
}

async function valueIn(run: StackRun, [artifact, file, key]: readonly [string, string, string]): Promise<string> {
  const wrong = (what: string, cause?: unknown) =>
    new CodedError('TAP4205', `${run.where}: Fn::GetParam of ${artifact}, ${file}: ${what}.`, { cause });
  const text = await readFile(join(run.input(artifact), file), 'utf8').catch((error: unknown) => {
    throw wrong('the artifact has no such file', error);
  });
  const read = z.record(z.string(), z.unknown()).safeParse(json(text));
  if (!read.success) throw wrong('the file is no JSON object');
  const value = read.data[key];
  if (value === undefined)
    throw wrong(`the file has no key ${key}; it has ${Object.keys(read.data).join(', ') || 'none'}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value of a text; undefined if it is no JSON. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
