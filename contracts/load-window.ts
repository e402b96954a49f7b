/** Which load the alarms are to be judged by: when it was, and whose. */
export interface LoadWindow {
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Name of the environment that it was sent to, which no other one's gate may judge by. */
  readonly environment: string;
  /** Id of the pipeline's execution that the load belongs to. */
  readonly execution: string;
  /** Id of the build that sent the load, as CodeBuild names it. */
  readonly build: string;
}

/** Stands where nothing was measured: a variable that is never set would fail the action that names it. */
export const notMeasured = 'not measured';

/**
 * The window as the load test exports it. One variable for all of it, because CodePipeline takes 1,000 characters of names and
 * values from an action.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export function windowText({ startedAt, endedAt, environment, execution, build }: LoadWindow): string {
  return [startedAt.toISOString(), endedAt.toISOString(), environment, execution, build].join(' ');
}

/** What the alarm gate is told; undefined if it is no window, or one that ends before it starts. */
export function parseWindow(text: string): LoadWindow | undefined {
  const [started = '', ended = '', environment, execution, build, ...more] = text.split(' ');
  if (!environment || !execution || !build || more.length > 0) return undefined;
  const times = [started, ended].map((time) => new Date(time));
  const [startedAt, endedAt] = times as [Date, Date];
  if (![started, ended].every((time, index) => isIso(time, times[index]))) return undefined;
  return endedAt > startedAt ? { startedAt, endedAt, environment, execution, build } : undefined;
}

function isIso(text: string, time: Date | undefined): boolean {
  return time !== undefined && Number.isFinite(time.getTime()) && time.toISOString() === text;
}

/** Requests by door, as the load test exports them, for example `cloudfront:3600 api:2700`. */
export function sentText(sent: Readonly<Record<string, number>>): string {
  return Object.entries(sent)
    .map(([door, requests]) => `${door}:${requests}`)
    .join(' ');
}

/** Requests by door; undefined if the text says nothing of any. */
export function parseSent(text: string): Readonly<Record<string, number>> | undefined {
  const parts = text.split(' ').map((part) => /^([a-z]+):(\d+)$/.exec(part));
  if (parts.some((part) => part === null)) return undefined;
  return Object.fromEntries(parts.map((part) => [part?.[1] ?? '', Number(part?.[2])]));
}
