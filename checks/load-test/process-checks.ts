import { z } from 'zod';
import type { Check } from '../outcome';
import type { LoadRecord, LoadRun } from './load-record';

/** k6 ends with this when a threshold was crossed. */
const thresholdsCrossed = 99;

/** k6 ends with this when it got a signal. */
const interrupted = 105;

/** Bytes. A report without any data has some 100,000. */
const smallestReport = 10_000;

/** Characters of k6's own output that a reason quotes. */
const lastWords = 500;

const logLine = z.object({ level: z.string(), msg: z.string().optional(), error: z.string().optional() });

/** True if a signal ended k6, or told this very program to end: what was measured until then is no load test. */
export function endedFromOutside({ end, toldToEnd, endedEarly }: LoadRun): boolean {
  if (toldToEnd !== undefined) return true;
  if (endedEarly !== undefined) return false;
  return !end.stoppedByClock && (end.signal !== null || end.code === interrupted);
}

/** True if k6 never came to the point where it compares what it measured with its thresholds. */
export function brokeOff({ end, endedEarly }: LoadRun): boolean {
  return endedEarly !== undefined || (end.code !== 0 && end.code !== thresholdsCrossed);
}

/** What k6 measured has come here: its samples can be read, and it does not say itself that it could not write. */
export function lostCheck(run: LoadRun): Check {
  const name = 'what k6 measured has come here';
  const said = [...(run.log ?? []), run.end.stderr].map(unwritten).find((words) => words !== undefined);
  const detail = run.samplesProblem ?? (said && `TAP3105: k6 says that it could not write: ${said}`);
  return detail ? { name, status: 'not judged', detail } : { name, status: 'passed' };
}

/** A disk's words, or k6's own of a file that `handleSummary` returned and of its log. */
const cannotWrite = /no space left on device|disk quota exceeded|read-only file system|failed to flush buffer/;
const summaryLost = 'failed to handle the end-of-test summary';

function unwritten(line: string): string | undefined {
  const entry = entryIn(line);
  const words = (entry === undefined ? line : [entry.msg, entry.error].filter(Boolean).join(': '))
    .replace(/\s+/g, ' ')
    .trim();
  // What scripts log and throw is not k6's own.
  const own = entry === undefined ? cannotWrite.test(line) : entry.level === 'error' && entry.msg === summaryLost;
  return own ? words.slice(0, lastWords) : undefined;
}

/** k6 ended by itself, in time, with 0. */
export function endCheck({ machine }: LoadRecord, run: LoadRun, thresholds: readonly Check[]): Check {
  const name = 'k6 ends in time with 0';
  const { end, toldToEnd, endedEarly } = run;
  if (toldToEnd !== undefined) {
    const detail = `TAP3008: the load test was told to end (${toldToEnd}) before the load was over; its figures are those until then.`;
    return { name, status: 'not judged', detail };
  }
  if (endedEarly !== undefined) {
    return { name, status: 'failed', detail: `The load was ended before its time: ${endedEarly}.` };
  }
  if (end.stoppedByClock) {
    const limit = Math.round(run.limitSeconds);
    return { name, status: 'failed', detail: `k6 did not end within ${limit} s and was killed.` };
  }
  if (endedFromOutside(run)) {
    const how = end.signal ?? 'a signal';
    const detail = `k6 was ended from outside by ${how} on ${machine}; that says nothing about the commit.`;
    return { name, status: 'not judged', detail };
  }
  if (end.code === 0) return { name, status: 'passed' };
  const crossed = thresholds.filter(({ status }) => status !== 'passed');
  if (end.code === thresholdsCrossed && crossed.length > 0) {
    // The thresholds speak for themselves, and more precisely.
    return { name, status: 'excused', detail: `k6 ended with ${end.code}, as it does when thresholds are crossed.` };
  }
  const said = end.stderr.trim().slice(-lastWords);
  const detail = `k6 ended with ${end.code}; only 0 is a good end.${said && ` Its last words: ${said}`}`;
  return { name, status: 'failed', detail };
}

/** k6 logs what scripts throw, and nothing else, as errors; it ends with 0 all the same. */
export function logCheck(record: LoadRun): Check {
  const name = 'the log holds no errors';
  if (record.log === undefined) {
    return { name, status: 'failed', detail: 'k6 has left no log; whether its scripts threw is not known.' };
  }
  const errors = record.log.map(errorIn).filter((error) => error !== undefined);
  const [first] = errors;
  if (first === undefined) return { name, status: 'passed' };
  return { name, status: 'failed', detail: `k6 logged errors (${errors.length}); the first: ${first.slice(0, 300)}` };
}

/** The report for people exists. */
export function reportCheck(record: LoadRecord): Check {
  const name = 'the report exists';
  if (record.reportBytes >= smallestReport) return { name, status: 'passed' };
  const detail = `k6's report has ${record.reportBytes} bytes; ${smallestReport} at least make one.`;
  return { name, status: 'failed', detail };
}

function errorIn(line: string): string | undefined {
  const entry = entryIn(line);
  if (entry === undefined) return `a line that is no log entry: ${line}`;
  const { level, msg = '' } = entry;
  if (!['error', 'fatal', 'panic'].includes(level)) return undefined;
  // Said of thresholds that the summary names one by one.
  return msg.startsWith('thresholds on metrics') ? undefined : (msg.split('\n')[0] ?? '');
}

function entryIn(line: string): z.infer<typeof logLine> | undefined {
  try {
    return logLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
