/**
 * The summary as a file, with the run's id in it: a file that an earlier run left behind can never be taken for this run's.
 * k6 creates no folders; the program that runs it does.
 */
export function summaryFiles(data: unknown, runId: string, file: string): Record<string, string> {
  return { [file]: JSON.stringify({ runId, data }) };
}
