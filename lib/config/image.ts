import { fail } from './fail';
import { isRegion } from './regions';
import type { ImageConfiguration } from './schema';

/** Where the base image is pulled from: a registry that the image job logs in to. */
export type BaseRegistry =
  /** Amazon ECR Public, which mirrors Docker's official images. */
  | { readonly kind: 'public'; readonly host: string }
  /** A private repository of Amazon ECR: a mirror, or the cache of a pull-through rule. */
  | {
      readonly kind: 'private';
      readonly host: string;
      readonly account: string;
      readonly region: string;
      readonly repositoryName: string;
    };

const publicHost = 'public.ecr.aws';
/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const repositoryName = '(?=.{2,256}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*';
/** The alias of a registry comes first: https://docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html */
const publicAddress = new RegExp(
  `^${publicHost.replaceAll('.', '\\.')}/[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*/${repositoryName}$`,
);
const privateAddress = new RegExp(
  `^(?<host>(?<account>\\d{12})\\.dkr\\.ecr\\.(?<region>[a-z0-9-]+)\\.amazonaws\\.com)/(?<repositoryName>${repositoryName})$`,
);

/** The registry of a base image's address; undefined for one that nobody here logs in to. */
export function baseRegistryOf(address: string): BaseRegistry | undefined {
  if (publicAddress.test(address)) return { kind: 'public', host: publicHost };
  const found = privateAddress.exec(address)?.groups as
    | Readonly<Record<'host' | 'account' | 'region' | 'repositoryName', string>>
    | undefined;
  return found && isRegion(found.region) ? { kind: 'private', ...found } : undefined;
}

/** Days that a finding is accepted for at most: whoever accepts it looks again within the year. */
const longestAcceptanceDays = 366;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * What the image's base and its accepted findings must be.
 *
 * Whether an acceptance is over is not asked here but where the scan is judged: it would make a commit that was once
 * synthesized fail by the calendar alone, whatever its image holds.
 *
 * @param today the day on which it is asked; a later one refuses nothing that an earlier one took
 * @throws CodedError TAP1051 to TAP1053
 */
export function checkImage({ base, acceptedFindings }: ImageConfiguration, today: Date): void {
  if (baseRegistryOf(base) === undefined) {
    fail(
      'TAP1051',
      'pipeline.image.base',
      base,
      `is no repository that the image job can log in to; allowed are ${publicHost}/ALIAS/NAME and ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME with a region of lib/config/regions.ts, without tag and digest (app/Dockerfile pins the digest); another registry is reached by a pull-through cache rule, see docs/deploy.md`,
    );
  }
  const last = new Date(today.getTime() + longestAcceptanceDays * dayMs).toISOString().slice(0, 10);
  for (const [index, { id, until }] of acceptedFindings.entries()) {
    const where = `pipeline.image.acceptedFindings[${index}]`;
    if (until > last) {
      fail('TAP1052', `${where}.until`, until, `is more than a year ahead; at most ${last}, when somebody looks again`);
    }
    const other = acceptedFindings.findIndex((accepted) => accepted.id === id);
    if (other !== index) {
      fail('TAP1053', `${where}.id`, id, `is accepted by acceptedFindings[${other}] too; leave the one that holds`);
    }
  }
}
