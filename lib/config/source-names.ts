import { z } from 'zod';

/** The CDK names an artifact and the variables' namespace `Source@...` after the repository, and CodePipeline takes 100 characters. */
const longestRepository = 93;

/** Parts of a repository's path: an owner, up to 21 groups, the repository itself; the CDK takes no more. */
const path = /^(?=[.-]*\w)[\w.-]+(\/(?=[.-]*\w)[\w.-]+){1,22}$/;

/** The first part of a path that was copied from an address. */
const host = /^(www\.)?(github\.com|gitlab\.com|bitbucket\.org)\//i;

/**
 * `owner/name` at GitHub or Bitbucket, with groups between them at GitLab.
 *
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export const repositoryPath = z
  .string()
  .max(longestRepository)
  .regex(path, 'expected owner/name, not an address')
  .refine(
    (text) => !host.test(text) && !text.endsWith('.git'),
    'expected owner/name alone, without host and without ".git"',
  );

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
export const codeCommitRepository = z
  .string()
  .max(100)
  .regex(/^[\w.-]+$/, 'expected a repository of CodeCommit: letters, digits, ".", "_" and "-"')
  .refine((name) => !name.endsWith('.git'), 'expected a name without ".git" at its end');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const keptByS3 = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;
const address = /^\d+\.\d+\.\d+\.\d+$/;

/** A general purpose bucket: no other kind keeps versions, which the pipeline's source needs. */
export const bucketName = z
  .string()
  .min(3)
  .max(63)
  .regex(
    /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/,
    'expected a bucket: lower-case letters, digits, "." and "-", a letter or digit at both ends',
  )
  .refine(
    (name) => !name.includes('..') && !address.test(name),
    'expected neither two dots side by side nor an address',
  )
  .refine((name) => !keptByS3.test(name), 'begins or ends like the names that S3 keeps for other things than buckets');

/** S3 counts 1,024 bytes, CodePipeline 1,000 characters: the longest value of an action's configuration. */
export const objectKey = z
  .string()
  .min(1)
  .max(1000)
  .refine((key) => Buffer.byteLength(key) <= 1024, 'is longer than the 1,024 bytes that S3 takes');
