import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';

/** The artifacts of one pipeline execution: a folder for each, named after it. */
export class ArtifactStore {
  private readonly made = new Set<string>();

  /** @param root folder of this execution alone; made when it is needed */
  constructor(private readonly root: string) {}

  /** @throws CodedError TAP4122 if no action has made it */
  input(where: string, artifact: string): string {
    if (!this.made.has(artifact)) {
      throw new CodedError('TAP4122', `${where} reads the artifact ${artifact}, which no earlier action has made.`);
    }
    return join(this.root, artifact);
  }

  /** The empty folder that becomes the artifact. */
  async output(artifact: string): Promise<string> {
    const folder = join(this.root, artifact);
    await mkdir(folder, { recursive: true });
    this.made.add(artifact);
    return folder;
  }
}
