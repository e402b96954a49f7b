import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BackingWithFaults, createBacking } from '../cloud/backing';
import type { CloudOptions, LocalCloud } from '../cloud/contracts';
import { startLocalCloud } from '../cloud/local-cloud';
import { imageFolderName } from '../executors/image/manifest';

/** The local cloud, and what stands behind its stacks. */
export interface StartedCloud {
  readonly cloud: LocalCloud;
  readonly backing: BackingWithFaults;
}

/** @param imagesFolder where the files of built images are, a folder for each digest */
export type StartCloud = (options: CloudOptions, imagesFolder: string) => Promise<StartedCloud>;

/** Starts the real local cloud. */
export const startCloud: StartCloud = async (options, imagesFolder) => {
  let made: BackingWithFaults | undefined;
  const cloud = await startLocalCloud(options, (services) => {
    made = createBacking(services, {
      imageDirectory: (digest) => {
        const folder = join(imagesFolder, imageFolderName(digest));
        return existsSync(folder) ? folder : undefined;
      },
    });
    return made;
  });
  if (!made) throw new Error('the local cloud was started without what stands behind its stacks');
  return { cloud, backing: made };
};
