import { type Fields, isFields, show } from './fields.ts';
import { type Door, doorNames } from './profile.ts';

/** What the answers through one door are held against. */
export interface DoorThresholds {
  /** Milliseconds, 95th percentile of the time that an answer takes; above 0, up to `longestP95Ms`. */
  readonly p95Ms: number;
  /** Largest share of answers that failed or had wrong content, above 0 and below 1. */
  readonly maxErrorRate: number;
}

/** The thresholds of a load by door, as every part of the way has them: load goes through the doors that have some, no other. */
export type Thresholds = Readonly<Partial<Record<Door, DoorThresholds>>>;

/** The thresholds of a load through both doors, as every gate sends it. */
export type ThresholdsOfBothDoors = Required<Thresholds>;

/** Seconds after which a request counts as failed. */
export const requestTimeoutSeconds = 10;

/** How many times the limit of p95 an answer takes that is as good as none: a slow failure, judged like an error. */
export const slowFailureFactor = 3;

/** Milliseconds; beyond, a request would be given up before it could be a slow failure. */
const longestP95Ms = Math.floor((requestTimeoutSeconds * 1000) / slowFailureFactor);

/** What one value may be. */
interface Rule {
  readonly allowed: string;
  holds(value: number): boolean;
}

/** The rule of each value; a threshold that nothing can exceed is none. */
export const thresholdRules: Readonly<Record<keyof DoorThresholds, Rule>> = {
  p95Ms: {
    allowed: `allowed is a number of milliseconds above 0, up to ${longestP95Ms}: requests are given up after ${requestTimeoutSeconds} s, and an answer of ${slowFailureFactor} times the limit must be seen before`,
    holds: (value) => value > 0 && value <= longestP95Ms,
  },
  maxErrorRate: {
    allowed:
      'allowed is a number above 0 and below 1: no number of samples shows that a shop makes none at all, and a share of 1 could never be exceeded',
    holds: (value) => value > 0 && value < 1,
  },
};

/** Where a value is wrong. */
export interface Problem {
  /** Keys from the thresholds down to the value; empty: the thresholds themselves. */
  readonly path: readonly string[];
  readonly allowed: string;
}

/**
 * What is wrong with data that should be thresholds; empty: nothing is.
 *
 * @param needed doors that must have some
 */
export function problemsIn(data: unknown, needed: readonly Door[]): readonly Problem[] {
  if (!isFields(data)) return [{ path: [], allowed: 'an object is needed' }];
  return [
    ...problemsOfKeys([], data, doorNames, needed),
    ...doorNames.filter((door) => door in data).flatMap((door) => problemsOfDoor(door, data[door])),
  ];
}

/**
 * Reads thresholds from the environment of a process.
 *
 * @param text JSON
 * @param variable the variable's name, for messages
 * @throws Error that names the place, what was received and what is allowed
 */
export function parseThresholds(text: string, variable: string): Thresholds {
  const data = parsed(text, variable);
  requireThresholds(data, variable);
  return data;
}

function parsed(text: string, variable: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${variable}: received ${show(text)}; JSON is needed`);
  }
}

function requireThresholds(data: unknown, where: string): asserts data is Thresholds {
  const [problem] = problemsIn(data, []);
  if (problem === undefined) return;
  const received = problem.path.reduce((value, key) => (isFields(value) ? value[key] : undefined), data);
  throw new Error(`${[where, ...problem.path].join('.')}: received ${show(received)}; ${problem.allowed}`);
}

function problemsOfDoor(door: Door, data: unknown): readonly Problem[] {
  const path = [door];
  if (!isFields(data)) return [{ path, allowed: 'an object is needed' }];
  const names = Object.keys(thresholdRules);
  const wrong = Object.entries(thresholdRules).filter(([name, { holds }]) => {
    const value = data[name];
    return name in data && !(typeof value === 'number' && holds(value));
  });
  return [
    ...problemsOfKeys(path, data, names, names),
    ...wrong.map(([name, { allowed }]) => ({ path: [...path, name], allowed })),
  ];
}

function problemsOfKeys(
  path: readonly string[],
  data: Fields,
  known: readonly string[],
  needed: readonly string[],
): readonly Problem[] {
  const missing = needed.filter((key) => !(key in data)).map((key) => `${key} is missing`);
  const unknown = Object.keys(data).filter((key) => !known.includes(key));
  const more = unknown.map((key) => `"${key}" is unknown: allowed are ${known.join(', ')}`);
  return [...missing, ...more].map((allowed) => ({ path, allowed }));
}
