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

/** What a load test sent, and how much of it the tasks behind the doors must have seen. */
export interface LoadSent {
  /** Marks each of its requests, in the header `x-load-run`. */
  readonly runId: string;
  /** Requests, by door. */
  readonly doors: Readonly<Record<string, number>>;
  /**
   * Requests of all doors together that tasks have answered: at least those with a good answer that no cache may have given, at
   * most all.
   */
  readonly tasks: { readonly least: number; readonly most: number };
}

/** As the load test exports it, for example `run:4d2c tasks:6250-6300 cloudfront:3600 api:2700`. */
export function sentText({ runId, doors, tasks }: LoadSent): string {
  const byDoor = Object.entries(doors).map(([door, requests]) => `${door}:${requests}`);
  return [`run:${runId}`, `tasks:${tasks.least}-${tasks.most}`, ...byDoor].join(' ');
}

/** What the alarm gate is told; undefined if the text does not say all of it. */
export function parseSent(text: string): LoadSent | undefined {
  const [, runId, least, most, rest] =
    /^run:([A-Za-z0-9-]{1,64}) tasks:(\d+)-(\d+)((?: [a-z]+:\d+)+)$/.exec(text) ?? [];
  if (runId === undefined || rest === undefined) return undefined;
  const doors = rest
    .trim()
    .split(' ')
    .map((part) => part.split(':'));
  return {
    runId,
    doors: Object.fromEntries(doors.map(([door, requests]) => [door ?? '', Number(requests)])),
    tasks: { least: Number(least), most: Number(most) },
  };
}
