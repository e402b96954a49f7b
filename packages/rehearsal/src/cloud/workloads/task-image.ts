/** How an image says that its containers are started. */
export interface ImageStart {
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Absolute path of its working directory. */
  readonly workdir: string;
}

/** An image of this run, as far as processes can be started from it. */
export interface TaskImage extends ImageStart {
  /** Folder with the files of its working directory; of the rest of it nothing is here. */
  readonly directory: string;
}
