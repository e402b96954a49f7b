import type { HeldTo } from '../../contracts/gates-as-passed';
import { isLooser } from './strictness';

/** One thing that a commit is held to less strictly than the one before. */
export interface Loosening {
  /** `Prod.load.thresholds.api.p95Ms`; of all that is gone together, what they have in common: `Prod.alarms.tap-prod-5xx`. */
  readonly path: string;
  /** Undefined where it is new, and where several are gone together. */
  readonly was: HeldTo[string] | undefined;
  /** Undefined where it is gone. */
  readonly is: HeldTo[string] | undefined;
  /** Undefined where it is no environment's own. */
  readonly environment: string | undefined;
  /** Whether it reaches production: its environment is or was one, or it is no environment's own. */
  readonly production: boolean;
}

/**
 * What a commit is held to less strictly than any of those before. What reaches production comes first, then the environments that
 * the commit would enter, then others; within one what weighs most: an approval has room for little.
 *
 * @param into names of the environments that the commit would enter
 */
export function looserThan(before: readonly HeldTo[], now: HeldTo, into: readonly string[]): Loosening[] {
  const found = new Map(before.flatMap((one) => looserThanOne(one, now)).map((one) => [JSON.stringify(one), one]));
  const rank = ({ environment, production }: Loosening) => (production ? 0 : into.includes(environment ?? '') ? 1 : 2);
  return [...found.values()].sort((one, other) => rank(one) - rank(other) || weightOf(other) - weightOf(one));
}

function looserThanOne(before: HeldTo, now: HeldTo): Loosening[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  const found = new Map<string, Loosening>();
  for (const path of paths.filter((one) => isLooser(one, before, now))) {
    const common = path in now ? path : goneTogether(path, before, now);
    const environment = /^[A-Z]/.test(path) ? path.split('.')[0] : undefined;
    const production = [before, now].some(
      (one) => environment === undefined || one[`${environment}.production`] === true,
    );
    const was = common === path ? before[path] : undefined;
    found.set(common, { path: common, was, is: now[path], environment, production });
  }
  return [...found.values()];
}

/** The shortest beginning of a path below which there were several and nothing is left; else the path itself. */
function goneTogether(path: string, before: HeldTo, now: HeldTo): string {
  const parts = path.split('.');
  const beginnings = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  const below = (all: HeldTo, beginning: string) => Object.keys(all).filter((one) => one.startsWith(`${beginning}.`));
  return beginnings.find((one) => below(now, one).length === 0 && below(before, one).length > 1) ?? path;
}

/** An environment that is gone or no production, then its way in, what is judged and by which limits, what is accepted, single alarms. */
function weightOf({ path }: Loosening): number {
  if (!path.includes('.') || path.endsWith('.production')) return 4;
  if (/^[^.]+\.(approval|after(\.[^.]+)?)$/.test(path)) return 3;
  if (path.includes('.alarms.')) return 0;
  return /^[A-Z]/.test(path) ? 2 : 1;
}
