import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { reportPage } from './html/page';
import { findJobFiles } from './job-files';
import type { Report } from './schema';

/** Where a report was written, absolute. */
export interface WrittenReport {
  readonly json: string;
  readonly page: string;
}

/**
 * Writes `report.json` and `index.html` into a folder, which is made if it is not there.
 *
 * The page links to what the jobs have left below `jobs/` in the folder.
 *
 * Each file is replaced as a whole, so that a reader never finds half of one. Synchronous on purpose: a signal's handler
 * may be the one who writes.
 *
 * @throws CodedError TAP4030 if the folder can't be written; nothing half-written is left
 */
export function writeReport(folder: string, report: Report): WrittenReport {
  const written = { json: resolve(folder, 'report.json'), page: resolve(folder, 'index.html') };
  try {
    mkdirSync(folder, { recursive: true });
    replace(written.json, `${JSON.stringify(report, null, 2)}\n`);
    replace(written.page, reportPage(report, findJobFiles(folder, report)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CodedError(
      'TAP4030',
      `The report could not be written to ${join(folder, '/')}: ${why}. Free some space or choose another folder with --out.`,
      { cause: error },
    );
  }
  return written;
}

function replace(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
