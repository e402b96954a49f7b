import { ECRClient } from '@aws-sdk/client-ecr';
import { CodedError } from '@delivery/coded-error';
import { awsClientSettings } from '../../../checks/aws-client';
import { baseRegistryOf } from '../../../lib/config';
import { type Login, publicLogin, registryLogin } from './login';

/** The image that the shop's is built on. */
export interface BaseImage {
  /** Repository and digest. */
  readonly reference: string;
  /** Host of its registry. */
  readonly host: string;
  readonly credentials: () => Promise<Login>;
}

/**
 * The base image out of the repository that the pipeline may pull from, by the digest that the Dockerfile pins: what is
 * built on is decided by the commit, where it comes from by the pipeline.
 *
 * @param repository address of the repository, for example `public.ecr.aws/docker/library/node`
 * @param dockerfile text of the Dockerfile
 * @throws CodedError TAP2029 if the Dockerfile pins no base, or nobody can log in to the repository
 */
export function baseImage(repository: string, dockerfile: string): BaseImage {
  const [, digest] = /^ARG BASE=\S+@(sha256:[0-9a-f]{64})$/m.exec(dockerfile) ?? [];
  if (digest === undefined) {
    throw new CodedError(
      'TAP2029',
      'app/Dockerfile: no line "ARG BASE=NAME@sha256:DIGEST"; the base image is pinned there by its digest, and pulled from pipeline.image.base',
    );
  }
  const registry = baseRegistryOf(repository);
  if (registry === undefined) {
    throw new CodedError('TAP2029', `${repository}: the image job can log in to repositories of Amazon ECR alone`);
  }
  return {
    reference: `${repository}@${digest}`,
    host: registry.host,
    credentials: () =>
      registry.kind === 'public'
        ? publicLogin()
        : registryLogin(new ECRClient({ ...awsClientSettings, region: registry.region })),
  };
}
