import { z } from 'zod';
import { branchName } from './branch-name';

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
const repositoryPath = z
  .string()
  .max(longestRepository)
  .regex(path, 'expected owner/name, not an address')
  .refine(
    (text) => !host.test(text) && !text.endsWith('.git'),
    'expected owner/name alone, without host and without ".git"',
  );

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const codeCommitRepository = z
  .string()
  .max(100)
  .regex(/^[\w.-]+$/, 'expected a repository of CodeCommit: letters, digits, ".", "_" and "-"')
  .refine((name) => !name.endsWith('.git'), 'expected a name without ".git" at its end');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const keptByS3 = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;
const address = /^\d+\.\d+\.\d+\.\d+$/;

/** A general purpose bucket: no other kind keeps versions, which the pipeline's source needs. */
const bucketName = z
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
const objectKey = z
  .string()
  .min(1)
  .max(1000)
  .refine((key) => Buffer.byteLength(key) <= 1024, 'is longer than the 1,024 bytes that S3 takes');

const connection = z.strictObject({
  kind: z.literal('connection'),
  /** `owner/name` at GitHub, GitLab or Bitbucket. */
  repository: repositoryPath,
  /** Who keeps the repository; the connection's ARN doesn't say. Alarms link to the runbooks there. */
  provider: z.enum(['github', 'gitlab', 'bitbucket']),
  branch: branchName,
  /**
   * ARN of a code connection whose handshake was completed by hand. One made in another region will do
   * (https://docs.aws.amazon.com/dtconsole/latest/userguide/welcome-connections-how-it-works-global.html).
   */
  connectionArn: z
    .string()
    .regex(
      /^arn:aws:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]+$/,
      'expected the ARN of a code connection',
    ),
});

const codecommit = z.strictObject({
  kind: z.literal('codecommit'),
  repositoryName: codeCommitRepository,
  branch: branchName,
  /** False: the repository exists already. Organisations may forbid creating one. */
  create: z.boolean(),
});

const s3 = z.strictObject({
  kind: z.literal('s3'),
  /** A versioned bucket that exists already. */
  bucketName,
  /** Key of a zip file. */
  objectKey,
});

/** Where commits come from. */
export const source = z.discriminatedUnion('kind', [connection, codecommit, s3]);

type Source = z.infer<typeof source>;
export type SourceKind = Source['kind'];
/** Each kind of source. */
export type Sources = { readonly [Kind in SourceKind]: Readonly<Extract<Source, { kind: Kind }>> };

/** The shape of each kind. */
export const sourceShapes = { connection, codecommit, s3 } as const satisfies Readonly<Record<SourceKind, z.ZodType>>;

/** A file of the source on its branch, as a person's browser finds it. */
interface Page {
  readonly file: string;
  /** The branch as addresses write it: it may hold what means something else there, such as `#` and `%`. */
  readonly branch: string;
  /** The pipeline's. */
  readonly region: string;
}

/** Addresses of a page at the providers of connections. */
const atProvider = {
  github: ({ file, branch }: Page, repository: string) => `https://github.com/${repository}/blob/${branch}/${file}`,
  gitlab: ({ file, branch }: Page, repository: string) => `https://gitlab.com/${repository}/-/blob/${branch}/${file}`,
  bitbucket: ({ file, branch }: Page, repository: string) =>
    `https://bitbucket.org/${repository}/src/${branch}/${file}`,
} as const;

type AddressOf<Kind extends SourceKind> = ((page: Page, from: Sources[Kind]) => string) | undefined;

/** Address of a page in each kind of source; none where there are no pages. */
const pages: { readonly [Kind in SourceKind]: AddressOf<Kind> } = {
  connection: (page, { provider, repository }) => atProvider[provider](page, repository),
  codecommit({ file, branch, region }, { repositoryName }) {
    const browse = `https://${region}.console.aws.amazon.com/codesuite/codecommit/repositories/${repositoryName}/browse`;
    return `${browse}/refs/heads/${branch}/--/${file}?region=${region}`;
  },
  // An archive is one file.
  s3: undefined,
};

/** Whether a source of this kind shows its files to a browser. */
export function hasPages(kind: SourceKind): boolean {
  return pages[kind] !== undefined;
}

/**
 * Address of a file of the source.
 *
 * @param region the pipeline's
 * @returns nothing for a source that shows its files to no browser
 */
export function pageOf<Kind extends SourceKind>(
  from: Sources[Kind] & { readonly kind: Kind },
  file: string,
  region: string,
): string | undefined {
  const branch = 'branch' in from ? from.branch.split('/').map(encodeURIComponent).join('/') : '';
  const { kind }: { readonly kind: Kind } = from;
  const addressOf: AddressOf<Kind> = pages[kind];
  return addressOf?.({ file, branch, region }, from);
}
