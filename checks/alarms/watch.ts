import type { DeclaredAlarm } from '../../contracts/manifest';
import type { Outcome } from '../outcome';
import type { AlarmRecord, DescribedAlarm, Sighting, Transition } from './alarm-record';
import type { AlarmSource } from './alarm-source';
import { type FeedQuestion, feedQuestions } from './feeds';
import { judgeAlarms } from './judge';
import { countsFrom, type WatchWindow } from './watch-window';

/** Seconds between two looks at the alarms' states, as AWS counts them. */
export const lookEverySeconds = 15;

/** However fast the clock, CloudWatch is not asked more often. */
const leastWaitMs = 500;

/** What the watch needs beside the alarms; the clock is the caller's, so that tests need no patience. */
export interface Watch {
  readonly declared: readonly DeclaredAlarm[];
  /** ARN of an alarm with this name in this region. */
  arnOf(region: string, name: string): string;
  readonly window: WatchWindow;
  readonly source: AlarmSource;
  readonly unfed: ReadonlyMap<string, string>;
  say(line: string): void;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

/** Watches the declared alarms to the end of the bake time, or until one is missing or fires, and judges them. */
export async function watchAlarms(watch: Watch): Promise<Outcome> {
  const { window, unfed } = watch;
  watch.say(`  Alarms declared: ${watch.declared.length}; watched until ${window.endsAt.toISOString()}.`);
  for (const { name } of watch.declared) {
    if (unfed.has(name)) watch.say(`  Nothing on this machine can feed ${name}: ${unfed.get(name)}`);
  }
  const sightings = new Map<string, Sighting[]>();
  let described: ReadonlyMap<string, DescribedAlarm>;
  let early: string | undefined;
  let at: Date;
  for (;;) {
    described = await describe(watch);
    at = watch.now();
    for (const [arn, { state }] of described) sightings.set(arn, [...(sightings.get(arn) ?? []), { at, state }]);
    early = reasonToStop(watch, described, at);
    const leftMs = window.endsAt.getTime() - at.getTime();
    if (early || leftMs <= 0) break;
    watch.say(`  No alarm that counts is firing; ${Math.ceil(leftMs / 1000)} s of the bake time are left.`);
    await watch.sleep(Math.min(leftMs, Math.max(leastWaitMs, (lookEverySeconds * 1000) / window.clockFactor)));
  }
  if (early) watch.say(`  ${early}`);
  const histories = await history(watch);
  const records = watch.declared.map((declared): AlarmRecord => {
    const arn = watch.arnOf(declared.region, declared.name);
    return {
      declared,
      arn,
      described: described.get(arn),
      sightings: sightings.get(arn) ?? [],
      transitions: histories.get(arn) ?? [],
      feeds: [],
    };
  });
  // A watch that was cut short has seen too little to call anything silent.
  return judgeAlarms(early ? records : await withFeeds(watch, records), window, at, unfed);
}

function reasonToStop(watch: Watch, described: ReadonlyMap<string, DescribedAlarm>, at: Date): string | undefined {
  for (const declared of watch.declared) {
    const found = described.get(watch.arnOf(declared.region, declared.name));
    if (!found) return `${declared.name} doesn't exist: there is nothing to wait for.`;
    if (declared.part === 'never' || at < countsFrom(declared, watch.window)) continue;
    if (found.state === 'ALARM') return `${declared.name} is in ALARM: there is nothing to wait for.`;
  }
  return undefined;
}

async function describe({ declared, source, arnOf }: Watch): Promise<ReadonlyMap<string, DescribedAlarm>> {
  const wanted = new Set(declared.map(({ region, name }) => arnOf(region, name)));
  const found = new Map<string, DescribedAlarm>();
  for (const [region, names] of namesByRegion(declared)) {
    for (const alarm of await source.describe(region, names)) if (wanted.has(alarm.arn)) found.set(alarm.arn, alarm);
  }
  return found;
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
      metric: `${question.source.namespace} ${question.source.metric}`,
      fed: fed.get(question) ?? false,
    })),
  }));
}
