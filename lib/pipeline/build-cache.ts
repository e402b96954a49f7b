import { Cache } from 'aws-cdk-lib/aws-codebuild';
import type { JobResources, JobRole } from '../gates/job-role';

/** Folder of the artifact bucket below which builds keep what they downloaded. */
export const cacheFolder = 'cache';

/**
 * Lets a job of the build keep what it downloaded for the next one, in a folder of its own in the artifact bucket. Its build
 * specification says what: only what is held against a hash of the source when it is used, so that a cache can be late and
 * lost, but not wrong.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/caching-s3.html
 */
export function buildCache(job: 'image' | 'synth', role: JobRole, { artifacts }: JobResources): Cache {
  const prefix = `${cacheFolder}/${job}`;
  role.allow(['s3:PutObject'], [artifacts.arnForObjects(`${prefix}/*`)], 'CodeBuild names the files of a cache');
  return Cache.bucket(artifacts, { prefix });
}
