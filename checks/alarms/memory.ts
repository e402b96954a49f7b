import { overTheLoad, type SeriesQuestion, type WatchedMetric } from './series';
import type { WatchWindow } from './watch-window';

/**
 * What a service's tasks use of the memory that they reserve, in percent.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
const memory = { namespace: 'AWS/ECS', metric: 'MemoryUtilization' } as const;

/** A service's memory over the load. */
export interface MemoryCourse {
  /** Name of the service at ECS. */
  readonly service: string;
  /** Percent of what its fullest task reserves, minute by minute, the oldest first. */
  readonly percents: readonly number[];
}

/** What asks for the memory of every service that an alarm looks at, by the service's name. */
export function memoryQuestions(
  watched: readonly WatchedMetric[],
  window: WatchWindow,
): ReadonlyMap<string, SeriesQuestion> {
  const questions = new Map<string, SeriesQuestion>();
  for (const { region, source } of watched) {
    if (source.namespace !== memory.namespace || source.metric !== memory.metric) continue;
    const service = source.dimensions.find(({ name }) => name === 'ServiceName')?.value;
    // One task that fills is not to hide behind the average of many.
    if (service) questions.set(service, overTheLoad({ region, source: { ...source, stat: 'Maximum' } }, window));
  }
  return questions;
}

/** Minutes from which on a course says whether something stands. */
const fewestMinutes = 4;

/** Percentage points in the load's second half, when what warms up is warm: of 1 GiB in two minutes, 20 MiB. */
const leastGrowth = 2;

/** Share of all growth that is taken back now and then where memory is collected, and grows all the same. */
const mostTakenBack = 0.25;

/** Whether memory only grew: next to nothing of it was given back, and in the second half more came than warmth explains. */
export function onlyGrew({ percents }: MemoryCourse): boolean {
  if (percents.length < fewestMinutes) return false;
  const half = percents.slice(Math.floor((percents.length - 1) / 2));
  return grown(half) > leastGrowth && deepestFall(percents) <= mostTakenBack * grown(percents);
}

/** Percentage points from the highest minute so far down to a later one, at most. */
function deepestFall(percents: readonly number[]): number {
  let highest = Number.NEGATIVE_INFINITY;
  let deepest = 0;
  for (const percent of percents) {
    highest = Math.max(highest, percent);
    deepest = Math.max(deepest, highest - percent);
  }
  return deepest;
}

/** Percentage points from the first minute to the last. */
export function grown(percents: readonly number[]): number {
  const points = (percents.at(-1) ?? 0) - (percents[0] ?? 0);
  return Math.round(points * 100) / 100;
}

/** What is to be said of the memory of all services, as sentences. */
export function memoryWords(courses: readonly MemoryCourse[]): string {
  const sentences = courses.map((course) => {
    const { service, percents } = course;
    const shown = percents.map((percent) => Math.round(percent * 10) / 10).join(', ');
    if (percents.length < fewestMinutes) {
      return `${service}: ${percents.length} data points, and ${fewestMinutes} are needed to tell.`;
    }
    return `${service}: ${onlyGrew(course) ? 'only grew' : 'no steady growth'}, ${shown} percent.`;
  });
  return sentences.join(' ') || 'No alarm looks at the memory of a service.';
}
