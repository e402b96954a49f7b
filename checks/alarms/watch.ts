import { deliverySeconds, lookEverySeconds } from '../../contracts/alarm-timing';
import type { LoadSent } from '../../contracts/load-window';
import type { DeclaredAlarm } from '../../contracts/manifest';
import type { Outcome } from '../outcome';
import type { AlarmRecord, DescribedAlarm, Sighting, Transition } from './alarm-record';
import type { AlarmSource } from './alarm-source';
import { changedByHand } from './changed-by-hand';
import { countQuestion, type DoorCount, loadBalancer } from './door-counts';
import { type FeedQuestion, feedQuestions } from './feeds';
import { judgeAlarms } from './judge';
import { type MemoryCourse, memoryQuestions } from './memory';
import { watchedMetrics } from './series';
import { type AtTasks, leastLogged } from './task-counts';
import type { TaskLog } from './task-log';
import { temporaryFailure } from './temporary-failure';
import { cooledBy, countsFrom, type WatchWindow } from './watch-window';

/** However fast the clock, CloudWatch is not asked more often. */
const leastWaitMs = 500;

/** Questions to a log that lines are missing in, however long one takes. */
const leastQuestions = 3;

/** Clocks may differ, and the last answers come after the load. */
const aroundTheLoadMs = 60_000;

/** Looks in a row that may fail: each has been tried for about a minute, and histories fill the gap. */
const mostFailedLooks = 2;

/** What the watch needs beside the alarms; the clock is the caller's, so that tests need no patience. */
export interface Watch {
  readonly declared: readonly DeclaredAlarm[];
  /** Beginning of the names of all alarms of the environment. */
  readonly prefix: string;
  /** ARN of an alarm with this name in this region. */
  arnOf(region: string, name: string): string;
  readonly window: WatchWindow;
  /** What the load sent; undefined if it says nothing of it. */
  readonly sent: LoadSent | undefined;
  readonly source: AlarmSource;
  /** The services' log, and where it is; undefined where they don't log the load. */
  readonly tasks: { readonly log: TaskLog; readonly region: string; readonly group: string } | undefined;
  readonly unfed: ReadonlyMap<string, string>;
  /** Aborted when the watch must end with what it has seen; no question is asked then. */
  readonly signal: AbortSignal;
  say(line: string): void;
  now(): Date;
  /** Rejects if the signal is aborted. */
  sleep(milliseconds: number): Promise<void>;
}

/** One look at all alarms of the environment. */
interface Look {
  readonly at: Date;
  /** By ARN. */
  readonly declared: ReadonlyMap<string, DescribedAlarm>;
  /** In what they are otherwise than declared, by ARN. */
  readonly changes: ReadonlyMap<string, readonly string[]>;
  readonly undeclared: readonly DescribedAlarm[];
}

/**
 * Watches the declared alarms to the end of the bake time, or until something is wrong with one, and judges them.
 *
 * @throws what the first look threw, or the last of too many in a row
 */
export async function watchAlarms(watch: Watch): Promise<Outcome> {
  const { window, unfed, signal } = watch;
  watch.say(`  Alarms declared: ${watch.declared.length}; watched until ${window.endsAt.toISOString()}.`);
  for (const { name } of watch.declared) {
    if (unfed.has(name)) watch.say(`  Nothing on this machine can feed ${name}: ${unfed.get(name)}`);
  }
  const { last, early, sightings, failedLooks } = await lookUntilTheEnd(watch);
  const histories = await askedAtTheEnd(watch, () => history(watch), new Map<string, readonly Transition[]>());
  const records = watch.declared.map((declared): AlarmRecord => {
    const arn = watch.arnOf(declared.region, declared.name);
    return {
      declared,
      arn,
      described: last.declared.get(arn),
      changes: last.changes.get(arn) ?? [],
      sightings: sightings.get(arn) ?? [],
      transitions: histories.get(arn) ?? [],
      feeds: [],
    };
  });
  // A watch that was cut short has seen too little to call anything silent.
  const judged = early ? records : await askedAtTheEnd(watch, () => withFeeds(watch, records), records);
  const doors = early ? [] : await askedAtTheEnd(watch, () => countedAtDoors(watch, records), []);
  const tasks = early ? undefined : await askedAtTheEnd(watch, () => loggedByTasks(watch), undefined);
  const memory = early ? [] : await askedAtTheEnd(watch, () => memoryOverLoad(watch, records), []);
  return judgeAlarms({
    records: judged,
    doors,
    tasks,
    memory,
    undeclared: last.undeclared,
    window,
    seenUntil: last.at,
    cutShort: early || signal.aborted,
    unfed,
    failedLooks,
  });
}

interface Looks {
  /** The last one, which did not fail. */
  readonly last: Look;
  /** There was a reason to stop before the end, or the signal. */
  readonly early: boolean;
  /** By ARN. */
  readonly sightings: ReadonlyMap<string, readonly Sighting[]>;
  readonly failedLooks: number;
}

async function lookUntilTheEnd(watch: Watch): Promise<Looks> {
  const sightings = new Map<string, Sighting[]>();
  let failedLooks = 0;
  let failedInARow = 0;
  let seen: Look | undefined;
  for (;;) {
    let last: Look | undefined;
    try {
      last = await look(watch);
    } catch (error) {
      failedInARow += 1;
      if (!temporaryFailure(error) || failedInARow > mostFailedLooks) throw error;
      failedLooks += 1;
      watch.say(`  This look failed, and there is another one: ${error.message}`);
    }
    if (last) {
      const { at } = last;
      seen = last;
      failedInARow = 0;
      for (const [arn, { state }] of last.declared) sightings.set(arn, [...(sightings.get(arn) ?? []), { at, state }]);
      const early = reasonToStop(watch, last, sightings);
      if (early) watch.say(`  ${early}`);
      if (early || at >= endOf(watch, last)) return { last, early: early !== undefined, sightings, failedLooks };
    }
    try {
      await pause(watch, last);
    } catch (error) {
      if (seen === undefined || !watch.signal.aborted) throw error;
      return { last: seen, early: true, sightings, failedLooks };
    }
  }
}

/** @param last what was seen just now; undefined where a look or a question failed, so that nothing can be said of alarms */
async function pause(watch: Watch, last: Look | undefined): Promise<void> {
  const { window, now } = watch;
  const leftMs = window.endsAt.getTime() - now().getTime();
  if (last && leftMs > 0) {
    watch.say(`  No alarm that counts is firing; ${Math.ceil(leftMs / 1000)} s of the bake time are left.`);
  } else if (last) {
    watch.say('  The bake time is over, and capacity that the load has called for is still being given back.');
  }
  const untilNextMs = Math.max(leastWaitMs, (lookEverySeconds * 1000) / window.clockFactor);
  await watch.sleep(leftMs > 0 ? Math.min(leftMs, untilNextMs) : untilNextMs);
}

/** The end of the bake time, or later, while an alarm that the load has fired on purpose cools down. */
function endOf({ declared, window, arnOf }: Watch, last: Look): Date {
  const cooling = declared.filter(
    ({ part, region, name }) => part === 'after the load' && last.declared.get(arnOf(region, name))?.state === 'ALARM',
  );
  const ends = [window.endsAt, ...cooling.map((alarm) => cooledBy(alarm, window))];
  return new Date(Math.max(...ends.map((end) => end.getTime())));
}

/** What is asked at the end has one more try, unless the watch is over. */
async function askedAtTheEnd<Answer>(watch: Watch, ask: () => Promise<Answer>, unasked: Answer): Promise<Answer> {
  if (watch.signal.aborted) return unasked;
  try {
    return await ask().catch(async (error: unknown) => {
      if (!temporaryFailure(error)) throw error;
      watch.say(`  This question failed, and is asked again: ${error.message}`);
      await pause(watch, undefined);
      return ask();
    });
  } catch (error) {
    if (watch.signal.aborted) return unasked;
    throw error;
  }
}

function reasonToStop(
  watch: Watch,
  { at, declared: described, changes, undeclared }: Look,
  sightings: Looks['sightings'],
): string | undefined {
  const [foreign] = undeclared;
  if (foreign) return `${foreign.name} is not declared: there is nothing to wait for.`;
  for (const declared of watch.declared) {
    const arn = watch.arnOf(declared.region, declared.name);
    const found = described.get(arn);
    if (!found) return `${declared.name} doesn't exist: there is nothing to wait for.`;
    if (changes.get(arn)?.length) return `${declared.name} was changed by hand: there is nothing to wait for.`;
    if (declared.part === 'never' || at < countsFrom(declared, watch.window)) continue;
    const cooling =
      declared.part === 'after the load' &&
      sightings.get(arn)?.every(sawCoolingSince(countsFrom(declared, watch.window)));
    if (found.state === 'ALARM' && !cooling) return `${declared.name} is in ALARM: there is nothing to wait for.`;
  }
  return undefined;
}

/** Whether a sighting leaves it open that the alarm has been in ALARM since that time without a break. */
function sawCoolingSince(from: Date): (sighting: Sighting) => boolean {
  return ({ at, state }) => at < from || state === 'ALARM';
}

async function look({ declared, prefix, source, arnOf, window, now }: Watch): Promise<Look> {
  const wanted = new Map(declared.map((alarm) => [arnOf(alarm.region, alarm.name), alarm]));
  const found: DescribedAlarm[] = [];
  for (const region of namesByRegion(declared).keys()) found.push(...(await source.describe(region, prefix)));
  const own = found.filter(({ arn }) => wanted.has(arn));
  const changes = changedByHand(
    own.map(({ arn, name, settings }) => ({ name, declared: wanted.get(arn)?.settings ?? {}, found: settings })),
  );
  return {
    at: now(),
    declared: new Map(own.map((alarm) => [alarm.arn, alarm])),
    changes: new Map(
      own.map((alarm) => [alarm.arn, [...(changes.get(alarm.name) ?? []), ...changedSince(alarm, window)]]),
    ),
    undeclared: found.filter(({ arn }) => !wanted.has(arn)),
  };
}

/** A change that was undone before anybody looked. */
function changedSince({ configuredAt }: DescribedAlarm, { load }: WatchWindow): string[] {
  if (configuredAt === undefined || configuredAt <= load.startedAt) return [];
  return [`it was changed last at ${configuredAt.toISOString()}, after the load had begun`];
}

/** Changes of the counting alarms' states, by the alarm's ARN. Regions are asked one after the other: nothing is in a hurry. */
async function history({ declared, source, window, now, arnOf }: Watch): Promise<Map<string, readonly Transition[]>> {
  // Some histories hold whole seconds.
  const from = new Date(Math.floor(window.load.startedAt.getTime() / 1000) * 1000);
  const found = new Map<string, readonly Transition[]>();
  for (const [region, names] of namesByRegion(declared.filter(({ part }) => part !== 'never'))) {
    const transitions = await source.history(region, names, from, now());
    for (const [name, changes] of transitions) found.set(arnOf(region, name), changes);
  }
  return found;
}

function namesByRegion(alarms: readonly DeclaredAlarm[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { region, name } of alarms) names.set(region, [...(names.get(region) ?? []), name]);
  return names;
}

/** What the doors counted of what was sent; undefined if nobody knows what was. */
async function countedAtDoors(
  { sent, source, window }: Watch,
  records: readonly AlarmRecord[],
): Promise<readonly DoorCount[] | undefined> {
  if (!sent) return undefined;
  const watched = watchedMetrics(records);
  const counts: DoorCount[] = [];
  const all = { ...sent.doors, [loadBalancer]: sent.tasks.least };
  for (const [door, requests] of Object.entries(all)) {
    if (requests === 0) continue;
    const question = countQuestion(door, watched, window);
    const values = question ? await source.values(question) : [];
    // A faster clock multiplies sums.
    const sum = values.reduce((total, value) => total + value, 0) / window.clockFactor;
    counts.push({ door, sent: requests, counted: values.length === 0 ? undefined : Math.round(sum) });
  }
  return counts;
}

/**
 * What the tasks have logged of what was sent; undefined if nobody knows what was. Logs arrive late: where too little is there,
 * they are asked again for as long as the last data of a metric may take.
 */
async function loggedByTasks(watch: Watch): Promise<AtTasks | undefined> {
  const { sent, tasks, window, now } = watch;
  if (!sent) return undefined;
  if (!tasks) return 'not logged';
  const { log, ...place } = tasks;
  const { startedAt, endedAt } = window.load;
  const from = new Date(startedAt.getTime() - aroundTheLoadMs);
  const to = new Date(endedAt.getTime() + aroundTheLoadMs);
  const patience = window.endsAt.getTime() + (deliverySeconds * 1000) / window.clockFactor;
  for (let questions = 1; ; questions += 1) {
    const logged = await log.marked({ ...place, runId: sent.runId, from, to });
    const over = questions >= leastQuestions && now().getTime() >= patience;
    if (logged === undefined || logged >= leastLogged(sent.tasks) || over) {
      return { group: place.group, ...sent.tasks, logged };
    }
    watch.say(`  The tasks' log holds ${logged} requests of the load, and is asked again: logs may be late.`);
    await pause(watch, undefined);
  }
}

async function memoryOverLoad(
  { source, window }: Watch,
  records: readonly AlarmRecord[],
): Promise<readonly MemoryCourse[]> {
  const courses: MemoryCourse[] = [];
  for (const [service, question] of memoryQuestions(watchedMetrics(records), window)) {
    courses.push({ service, percents: await source.values(question) });
  }
  return courses;
}

async function withFeeds({ source, window }: Watch, records: readonly AlarmRecord[]): Promise<AlarmRecord[]> {
  const questions = new Map<AlarmRecord, readonly FeedQuestion[]>();
  for (const record of records) {
    questions.set(record, record.described ? feedQuestions(record.declared, record.described, window) : []);
  }
  const fed = new Map<FeedQuestion, boolean>();
  for (const region of new Set(records.map(({ declared }) => declared.region))) {
    const asked = records.filter(({ declared }) => declared.region === region).flatMap((it) => questions.get(it) ?? []);
    if (asked.length === 0) continue;
    const answers = await source.fed(region, asked);
    asked.forEach((question, index) => {
      fed.set(question, answers[index] ?? false);
    });
  }
  return records.map((record) => ({
    ...record,
    feeds: (questions.get(record) ?? []).map((question) => ({
      metric: question.name,
      fed: fed.get(question) ?? false,
    })),
  }));
}
