import { type BackingWithFaults, createBacking } from '../cloud/backing/backing';
import type { CloudOptions, LocalCloud } from '../cloud/base/contracts';
import { startLocalCloud } from '../cloud/local-cloud';
import { readTaskImage } from '../executors/image/built-images';

/** The local cloud, and what stands behind its stacks. */
export interface StartedCloud {
  readonly cloud: LocalCloud;
  readonly backing: BackingWithFaults;
}

/** What the tasks of services are started from. */
export interface ServiceSettings {
  /** Where the files of built images are, a folder for each digest. */
  readonly imagesFolder: string;
  /** Environment variables of containers in an environment with a database. */
  readonly withDatabase: Readonly<Record<string, string>>;
}

export type StartCloud = (options: CloudOptions, services: ServiceSettings) => Promise<StartedCloud>;

/** Starts the real local cloud. */
export const startCloud: StartCloud = async (options, { imagesFolder, withDatabase }) => {
  let made: BackingWithFaults | undefined;
  const cloud = await startLocalCloud(options, (services) => {
    made = createBacking(services, {
      withDatabase,
      image: (digest) => readTaskImage(imagesFolder, digest),
    });
    return made;
  });
  if (!made) throw new Error('the local cloud was started without what stands behind its stacks');
  return { cloud, backing: made };
};
