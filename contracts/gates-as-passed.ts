import { z } from 'zod';

/** All that the gates of all environments hold a commit to, each by its path, such as `Dev.load.thresholds.api.p95Ms`. */
export const heldTo = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What the last commit that passed an environment was held to, kept with the environment's evidence. */
export const gatesAsPassed = z.strictObject({ commit: z.string().min(1), gates: heldTo });

export type HeldTo = z.infer<typeof heldTo>;
export type GatesAsPassed = z.infer<typeof gatesAsPassed>;

/** Looser where the number rises: limits, how long an alarm waits, and findings that are acknowledged. */
const looserUp = /\.(p95Ms|maxErrorRate|datapointsToAlarm|windowSeconds|periodSeconds)$|^acknowledgements\./;
/** Looser where it falls: how much is looked at, and for how long. */
const looserDown = /\.(bakeSeconds|requests|minConcurrentUsers|arrivalsPerSecond|seconds)$/;

/**
 * What a commit is held to less strictly than the one before, as `<path> <before> -> <now>`. A change of which nobody can
 * tell that it is stricter counts, and so does whatever is gone; what is new makes nothing looser, but for acknowledgements and
 * for what is new in an alarm that was there. What weighs most comes first: an approval has room for little.
 */
export function looserThan(before: HeldTo, now: HeldTo): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  paths.sort((one, other) => weightOf(other) - weightOf(one));
  return paths.flatMap((path) => {
    const [was, is] = [before[path], now[path]];
    if (was === is || (was === undefined && isNew(path, before))) return [];
    if (typeof was === 'number' && typeof is === 'number') {
      if ((looserUp.test(path) && is < was) || (looserDown.test(path) && is > was)) return [];
    }
    return [`${path} ${was ?? 'none'} -> ${is ?? 'gone'}`];
  });
}

/** Whether it is production at all, before what is judged and by which limits, before what is accepted, before single alarms. */
function weightOf(path: string): number {
  if (path.endsWith('.production')) return 3;
  if (path.includes('.alarms.')) return 0;
  return path.startsWith('acknowledgements.') ? 1 : 2;
}

function isNew(path: string, before: HeldTo): boolean {
  if (path.startsWith('acknowledgements.')) return false;
  const [, alarm] = /^(.*\.alarms\.[^.]+\.)/.exec(path) ?? [];
  return alarm === undefined || !Object.keys(before).some((one) => one.startsWith(alarm));
}
