import type { HeldTo } from '../../contracts/gates-as-passed';

type Value = HeldTo[string];

/** Says nothing of strictness: the words of a reason, and what an alarm's settings say already. */
const untold = /\.reason$|\.alarms\.[^.]+\.(name|periodSeconds|datapointsToAlarm|windowSeconds)$/;

/** What lets something pass by being there. */
const accepted = /^acknowledgements\.|^image\.acceptedFindings\./;
/** And what does so for an alarm: its metric may be silent. */
const maySilence = /\.fedBy\./;

/** Who is told beside those who were. */
const furtherAction = /\.settings\.(ALARM|OK|INSUFFICIENT_DATA) action \d+$/;

/** Numbers that are looser where they rise. */
const looserUp = /\.(p95Ms|maxErrorRate)$|^acknowledgements\./;
/** Numbers that are looser where they fall: how much is looked at, and for how long. */
const looserDown =
  /\.(bakeSeconds|requests|minConcurrentUsers|maxUsers|thinkSeconds|arrivalsPerSecond|startArrivalsPerSecond|seconds)$/;

/** Of all that is on or off, this alone is looser where it is on: the cache may answer in a task's place. */
const looserOn = /\.apiCache$/;

/** Words from the looser to the stricter one. Those that stand in no line together can't be told apart. */
const ladders: readonly (readonly [path: RegExp, words: readonly string[]])[] = [
  [/\.part$/, ['never', 'after the load', 'always']],
  [/\.feed$/, ['none', 'watch', 'load']],
  [/\.settings\.comparison$/, ['GreaterThanThreshold', 'GreaterThanOrEqualToThreshold']],
  [/\.settings\.comparison$/, ['LessThanThreshold', 'LessThanOrEqualToThreshold']],
  [/\.settings\.missing data$/, ['notBreaching', 'breaching']],
  [/\.settings\.missing data$/, ['missing', 'breaching']],
  [/\.settings\.missing data$/, ['ignore', 'breaching']],
  [/\.settings\.few samples$/, ['ignore', 'evaluate']],
];

/**
 * Whether a commit is held to less here than the one before. A change of which nobody can tell that it is stricter counts, and
 * so does whatever is gone; what is new makes nothing looser, but for what accepts something, and what is new in an alarm
 * that was there.
 */
export function isLooser(path: string, before: HeldTo, now: HeldTo): boolean {
  const [was, is] = [before[path], now[path]];
  if (was === is || untold.test(path)) return false;
  if (was === undefined) return accepted.test(path) || (isOfKnownAlarm(path, before) && !furtherAction.test(path));
  if (is === undefined) return !accepted.test(path) && !maySilence.test(path);
  if (path.endsWith('.settings.threshold')) return !isStricterThreshold(path, before, now);
  return !isStricter(path, was, is);
}

function isOfKnownAlarm(path: string, before: HeldTo): boolean {
  const [, alarm] = /^(.*\.alarms\.[^.]+\.)/.exec(path) ?? [];
  return alarm !== undefined && Object.keys(before).some((one) => one.startsWith(alarm));
}

function isStricter(path: string, was: Value, is: Value): boolean {
  if (typeof was === 'number' && typeof is === 'number') {
    return (looserUp.test(path) && is < was) || (looserDown.test(path) && is > was);
  }
  const [from, to] = [String(was), String(is)];
  if (onOrOff.has(from) && onOrOff.has(to)) return (to === 'true') !== looserOn.test(path);
  if (path.endsWith('.settings.data points to alarm')) return firesSooner(from, to);
  // Days as `2026-11-30`.
  if (path.startsWith('image.acceptedFindings.')) return to < from;
  return ladders.some(
    ([of, words]) => of.test(path) && words.includes(from) && words.indexOf(to) > words.indexOf(from),
  );
}

const onOrOff: ReadonlySet<string> = new Set(['true', 'false']);

/** Which way is stricter, the comparison says. */
function isStricterThreshold(path: string, before: HeldTo, now: HeldTo): boolean {
  const beside = path.replace(/threshold$/, 'comparison');
  const [comparison, rise] = [now[beside], Number(now[path]) - Number(before[path])];
  if (typeof comparison !== 'string' || comparison !== before[beside]) return false;
  if (/^Greater\w+Threshold$/.test(comparison)) return rise < 0;
  return /^Less\w+Threshold$/.test(comparison) && !/Upper/.test(comparison) && rise > 0;
}

/** M of N: fewer that must breach, of more that are looked at. */
function firesSooner(before: string, now: string): boolean {
  const [was, is] = [before, now].map((text) => /^(\d+) of (\d+)$/.exec(text)?.slice(1).map(Number));
  const [fewest = 0, most = 0] = was ?? [];
  const [needed = Number.NaN, of = Number.NaN] = is ?? [];
  return was !== undefined && needed <= fewest && of >= most;
}
