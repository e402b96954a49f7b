import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Evidence, evidence } from '../contracts/evidence';
import { toJUnit } from './junit';
import type { Check } from './outcome';

/** The files that a gate leaves in its working folder, where the pipeline expects them. */
export class Results {
  constructor(
    /** The job's working folder. */
    readonly folder: string,
  ) {}

  /** k6's report for people. */
  get loadReport(): string {
    return join(this.folder, 'reports', 'load.html');
  }

  /** Takes away what an earlier run in the same folder may have left, so that nothing old is taken for new. */
  clear(gate: Evidence['gate'], environment: string): void {
    for (const file of [this.evidenceFile(gate, environment), this.junitFile(gate), this.loadReport]) {
      rmSync(file, { force: true });
    }
  }

  /** @returns the file's path */
  writeEvidence(data: Evidence): string {
    return write(this.evidenceFile(data.gate, data.environment), `${JSON.stringify(evidence.parse(data), null, 2)}\n`);
  }

  /** @returns the file's path */
  writeJUnit(gate: Evidence['gate'], environment: string, checks: readonly Check[], seconds: number): string {
    return write(this.junitFile(gate), toJUnit(`${environment} ${gate}`, checks, seconds));
  }

  /** One value that the build specification exports as a variable, without a line end. */
  writeExport(name: string, value: string): void {
    write(join(this.folder, 'exports', name), value);
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

function write(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
