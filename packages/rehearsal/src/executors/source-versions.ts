import type { Pipeline } from '../model/pipeline';

/** Versions of what source actions have put out: a commit, or that of an object in S3. */
export class SourceVersions {
  private readonly known = new Map<string, string>();

  put(execution: string, artifact: string, version: string): void {
    this.known.set(`${execution}/${artifact}`, version);
  }

  /** The version of an artifact; of one that no source has put out, that of the pipeline's first source. */
  of(execution: string, artifact: string | undefined, { stages }: Pick<Pipeline, 'stages'>): string | undefined {
    const first = stages[0]?.actions[0]?.outputs[0];
    return this.known.get(`${execution}/${artifact}`) ?? this.known.get(`${execution}/${first}`);
  }
}
