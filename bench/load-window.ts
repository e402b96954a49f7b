import type { Report } from '@delivery/rehearsal/report/schema';

type Gate = Pick<Report['gates'][number], 'measurements'>;

/**
 * Seconds in which a load test let journeys begin, through the door where these were fewest: as many requests as there were
 * by as many as came in a second. The job's start, the last journeys and the report are no load.
 *
 * @returns 0 if the gate has measured none
 */
export function loadWindowSeconds({ measurements }: Gate): number {
  const value = (name: string) => measurements.find((one) => one.name === name)?.value ?? 0;
  const doors = measurements.flatMap(({ name }) => /^(.+) request rate$/.exec(name)?.[1] ?? []);
  const windows = doors.map((door) => {
    const rate = value(`${door} request rate`);
    return rate > 0 ? value(`${door} requests`) / rate : 0;
  });
  // Rates are rounded in the report.
  return windows.length === 0 ? 0 : Math.round(Math.min(...windows) * 100) / 100;
}
