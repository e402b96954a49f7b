import type { Repository } from '@delivery/rehearsal/run/repository';
import type { DeliveryData } from '../../lib/config';
import { runLanes } from '../test/run-lanes';
import type { Lane, StepResult } from '../test/step';
import { afterEdits, checksOf } from './checks';
import { Copy } from './copy';
import { pageEdits } from './page-edits';
import type { Row, SourceEdit } from './row';
import { shippedText, withLoadTestsOf } from './starting-data';
import { applyEdit, configurationFile, configurationText, writeEdits } from './write-edits';

/** What came of one row. */
export interface RowResult {
  readonly row: Row;
  readonly passed: boolean;
  readonly seconds: number;
  /** The steps that failed; empty also where something failed before any step. */
  readonly failed: readonly StepResult[];
  /** Why no step could be tried. */
  readonly obstacle?: string;
}

export interface RunRows {
  readonly repository: Repository;
  readonly rows: readonly Row[];
  /** What every row starts from. */
  readonly data: DeliveryData;
  /** How many go side by side. */
  readonly sideBySide: number;
  readonly signal: AbortSignal;
  readonly started: (row: Row) => void;
  readonly ended: (result: RowResult) => void;
  /** Tries a copy in place of its checks: something that makes them itself, among others. @default - the checks */
  readonly instead?: (copy: Copy, row: Row) => Promise<boolean>;
}

/**
 * Tries every row in a copy of its own; each copy is gone when its row has ended, whatever came of it.
 *
 * @returns a result for every row that was begun
 */
export async function runRows(run: RunRows): Promise<readonly RowResult[]> {
  const waiting = [...run.rows.entries()];
  const results: RowResult[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !run.signal.aborted; next = waiting.shift()) {
      const [index, row] = next;
      run.started(row);
      const result = await tryRow(run, row, index === 0);
      // What failed because everything is being ended says nothing.
      if (run.signal.aborted) return;
      results.push(result);
      run.ended(result);
    }
  };
  await Promise.all(Array.from({ length: run.sideBySide }, worker));
  return results;
}

async function tryRow(run: RunRows, row: Row, typed: boolean): Promise<RowResult> {
  const startedAt = performance.now();
  const end = (passed: boolean, failed: readonly StepResult[], obstacle?: string): RowResult => ({
    row,
    passed,
    seconds: (performance.now() - startedAt) / 1000,
    failed,
    obstacle,
  });
  let copy: Copy | undefined;
  try {
    const edits = editsOf(row, run.data);
    copy = await Copy.of(run.repository, run.signal);
    const { folder } = copy;
    writeEdits(folder, edits);
    const failures = async (lane: Lane): Promise<StepResult[]> => {
      const results = await runLanes([lane], { cwd: folder, signal: run.signal, ended: () => undefined });
      return results.filter(({ passed }) => !passed);
    };
    const failed = await failures(afterEdits(row, edits));
    await copy.commit(`Configured: ${row.description}`);
    if (failed.length === 0 && run.instead !== undefined) return end(await run.instead(copy, row), failed);
    failed.push(...(await failures(checksOf(row, edits, folder, typed))));
    return end(failed.length === 0 && !run.signal.aborted, failed);
  } catch (error) {
    return end(false, [], error instanceof Error ? error.message : String(error));
  } finally {
    await copy?.remove();
  }
}

/** What is written into the copy of a row. */
export function editsOf({ asIn, configure, source = [] }: Row, data: DeliveryData): readonly SourceEdit[] {
  if (asIn !== undefined) {
    const shown = asIn.flatMap(pageEdits);
    const text = shown.filter(({ file }) => file === configurationFile).reduce(applyEdit, shippedText());
    const others = shown.filter(({ file }) => file !== configurationFile);
    return [...source, ...others, { file: configurationFile, by: withLoadTestsOf(data, text) }];
  }
  const draft = structuredClone(data);
  configure?.(draft);
  return [...source, { file: configurationFile, by: configurationText(draft) }];
}
