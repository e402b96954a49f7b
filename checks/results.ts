import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { type Evidence, evidence } from '../contracts/evidence';
import { toJUnit } from './junit';
import type { Check } from './outcome';

/** A file that belongs to a gate's evidence. */
export interface ResultFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The files that a gate leaves in its working folder, where the pipeline expects them. */
export class Results {
  /** Why exports are not there, in coded errors: a gate with some has not passed, and keeps what it measured. */
  readonly lost: Error[] = [];

  constructor(
    /** The job's working folder. */
    readonly folder: string,
  ) {}

  /** k6's report for people. */
  get loadReport(): string {
    return join(this.folder, 'reports', 'load.html');
  }

  /**
   * Takes away what an earlier run in the same folder may have left, so that nothing old is taken for new.
   *
   * @throws CodedError TAP3010 if it can't be taken away
   */
  clear(gate: Evidence['gate'], environment: string): void {
    for (const file of [this.evidenceFile(gate, environment), this.junitFile(gate), this.loadReport]) {
      onDisk(file, () => rmSync(file, { force: true }));
    }
  }

  evidence(data: Evidence): ResultFile {
    const content = `${JSON.stringify(evidence.parse(data), null, 2)}\n`;
    return { path: this.evidenceFile(data.gate, data.environment), content };
  }

  junit(gate: Evidence['gate'], environment: string, checks: readonly Check[], seconds: number): ResultFile {
    return { path: this.junitFile(gate), content: toJUnit(`${environment} ${gate}`, checks, seconds) };
  }

  /** @throws CodedError TAP3010 if it can't be written */
  write({ path, content }: ResultFile): void {
    onDisk(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    });
  }

  read(path: string): ResultFile {
    return { path, content: readFileSync(path) };
  }

  /** One value that the build specification exports as a variable, without a line end. What can't be written is `lost`. */
  writeExport(name: string, value: string): void {
    try {
      this.write({ path: join(this.folder, 'exports', name), content: value });
    } catch (error) {
      this.lost.push(error as Error);
    }
  }

  /** @throws CodedError TAP3010 if one is lost */
  requireExports(): void {
    const [first] = this.lost;
    if (first !== undefined) throw first;
  }

  /** Those of a gate's own files that exist. */
  ownFiles(...files: string[]): string[] {
    return files.filter((file) => existsSync(file));
  }

  private evidenceFile(gate: Evidence['gate'], environment: string): string {
    return join(this.folder, 'evidence', environment, `${gate}.json`);
  }

  private junitFile(gate: Evidence['gate']): string {
    return join(this.folder, 'reports', `${gate}.xml`);
  }
}

/** Does what needs the disk. @throws CodedError TAP3010 if it can't be done */
export function onDisk(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new CodedError('TAP3010', `${path} could not be written: ${String(error)}`);
  }
}
