import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ImageStart } from '../../cloud/workloads/task-image';

/** What the `docker` on a job's PATH is told; written by the rehearsal, read by the shim. */
export interface ShimConfiguration {
  /** The usable engine's program; absent: images are built by a stand-in. */
  readonly engine?: { readonly name: string; readonly env: Readonly<Record<string, string>> };
  /** The base image, pinned, with which the engine was tried; other registries' copies of it are not asked for. */
  readonly base?: string;
  /** Where the files of images are kept, a folder for each digest. */
  readonly imagesFolder: string;
  /** Scratch folder. */
  readonly scratch: string;
  readonly stateFile: string;
}

/** An image that was built in this job. */
export interface BuiltImage {
  readonly start: ImageStart;
  /** Folder of its files; with an engine it is filled when the image is pushed. */
  readonly folder: string;
  /** SHA-256 of what it is made of, hexadecimal. */
  readonly config: string;
  readonly ran: readonly string[];
  readonly notRun: readonly string[];
}

/** What was done in a job, by the shim's processes one after the other. */
export interface ShimState {
  /** By tag. */
  readonly images: Readonly<Record<string, BuiltImage>>;
  readonly pushed: readonly { readonly reference: string; readonly digest: string }[];
  /** Tags that the engine was given, and that are taken from it again when the job ends. */
  readonly tags: readonly string[];
  /** Ids of the engine's containers, which are taken from it, too. */
  readonly containers: readonly string[];
  /** What a registry was asked for that this machine does not ask. */
  readonly pulled: readonly string[];
}

export function readShimState(file: string): ShimState {
  if (!existsSync(file)) return { images: {}, pushed: [], tags: [], containers: [], pulled: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as ShimState;
}

export function writeShimState(file: string, state: ShimState): void {
  writeFileSync(file, JSON.stringify(state));
}
