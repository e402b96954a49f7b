import { createHash } from 'node:crypto';
import { CodedError } from '@delivery/coded-error';
import type { BaseImage } from './base-image';
import type { Login } from './login';
import type { Registry } from './registry';

export interface PublishOptions {
  readonly registry: Registry;
  /** For example `111111111111.dkr.ecr.us-east-1.amazonaws.com/tap/shop`. */
  readonly repositoryUri: string;
  readonly tag: string;
  /** Folder with the Dockerfile. */
  readonly context: string;
  /**
   * What the image is built on.
   *
   * @default - what the Dockerfile names
   */
  readonly base?: BaseImage;
  /** Holds an image to what is asked of it, by a reference that docker has; rejects if it doesn't keep it. */
  readonly judge: (reference: string) => Promise<void>;
  /** Runs docker to its end; rejects if it ends with another code than 0. */
  readonly docker: (args: readonly string[], input?: string) => Promise<void>;
  readonly log: (line: string) => void;
}

/**
 * Pulled by itself, so that a registry that can't be had is told from a build that fails.
 *
 * @throws CodedError TAP2029
 */
async function pullBase({ reference, host, credentials }: BaseImage, docker: PublishOptions['docker']): Promise<void> {
  try {
    await login(host, await credentials(), docker);
    await docker(['pull', reference]);
  } catch (cause) {
    throw new CodedError(
      'TAP2029',
      `${reference}: the base image can't be pulled; ${host} must hold this digest and let the image job's role in: take another pipeline.image.base, or put the image there (docs/deploy.md says how); ${String(cause)}`,
      { cause },
    );
  }
}

async function login(host: string, { user, password }: Login, docker: PublishOptions['docker']): Promise<void> {
  // By standard input: arguments can be listed by others, and end up in logs.
  await docker(['login', '--username', user, '--password-stdin', host], password);
}

/**
 * A tag for a commit. A commit id is one already; the version of an object in S3 may hold characters that a tag may not.
 */
export function tagFor(commit: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(commit)) return commit;
  return `v-${createHash('sha256').update(commit).digest('hex')}`;
}

/**
 * Makes sure that the registry holds the image of a commit, and that it was judged.
 *
 * An image that is not good is not pushed. The same commit is built again after self-mutation and by "release change", and
 * tags are immutable: an image that is there already is taken as it is, and judged like a new one.
 *
 * @returns its digest
 * @throws CodedError TAP2023 if the image is not there after the push, TAP2029 if its base can't be pulled
 */
export async function publishImage(options: PublishOptions): Promise<string> {
  const { registry, repositoryUri, tag, context, base, judge, docker, log } = options;
  const host = repositoryUri.split('/')[0] ?? '';
  const existing = await registry.digestOf(tag);
  if (existing) {
    log(`the image of ${tag} exists already: ${existing}`);
    await login(host, await registry.credentials(), docker);
    await docker(['pull', `${repositoryUri}@${existing}`]);
    await judge(`${repositoryUri}@${existing}`);
    return existing;
  }
  const reference = `${repositoryUri}:${tag}`;
  if (base) await pullBase(base, docker);
  await docker(['build', ...(base ? ['--build-arg', `BASE=${base.reference}`] : []), '--tag', reference, context]);
  await judge(reference);
  await login(host, await registry.credentials(), docker);
  await docker(['push', reference]);
  const digest = await registry.digestOf(tag);
  if (!digest) throw new CodedError('TAP2023', `${reference}: the registry does not know it after the push`);
  log(`pushed ${tag} as ${digest}`);
  return digest;
}
