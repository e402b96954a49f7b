import type { AlarmSettings } from '../../contracts/alarm-settings';

/** An alarm as declared and as found. */
export interface Comparable {
  readonly name: string;
  /** Holds placeholders, `{{Dev-Data.Cluster}}`, for what the deployment decided. */
  readonly declared: AlarmSettings;
  readonly found: AlarmSettings;
}

/**
 * In what alarms are otherwise than declared, by their name: a setting with another value, one too many or too few.
 *
 * What the deployment decided is not known here, only that it is one value wherever it occurs. Alarms that hold another one
 * than most do are named, and all that hold it where there is no majority.
 */
export function changedByHand(alarms: readonly Comparable[]): ReadonlyMap<string, readonly string[]> {
  const changes = new Map<string, string[]>(alarms.map(({ name }) => [name, []]));
  const decided = new Map<string, Decided[]>();
  for (const { name, declared, found } of alarms) {
    for (const setting of new Set([...Object.keys(declared), ...Object.keys(found)])) {
      const read = readings(declared[setting], found[setting]);
      if (!read) changes.get(name)?.push(difference(setting, found[setting], declared[setting]));
      for (const [reference, value] of read ?? []) {
        decided.set(reference, [...(decided.get(reference) ?? []), { name, setting, value }]);
      }
    }
  }
  for (const values of decided.values()) {
    const usual = mostFrequent(values.map(({ value }) => value));
    for (const { name, setting, value } of values) {
      if (value === usual) continue;
      const others = values.filter((other) => other.value !== value);
      const elsewhere = usual ?? others[0]?.value;
      const where = others.find((other) => other.value === elsewhere)?.name;
      changes.get(name)?.push(`${setting} is ${value}, and the same of ${where} is ${elsewhere}`);
    }
  }
  return changes;
}

interface Decided {
  readonly name: string;
  readonly setting: string;
  readonly value: string;
}

function difference(setting: string, found: string | undefined, declared: string | undefined): string {
  return `${setting} is ${found ?? 'absent'}, declared ${declared ?? 'nothing'}`;
}

const placeholder = /\{\{([^{}]+)\}\}/g;

/** What a declared text's placeholders stand for in what was found; undefined if they can't stand for anything. */
function readings(declared: string | undefined, found: string | undefined): readonly Reading[] | undefined {
  if (declared === undefined || found === undefined) return undefined;
  const references = [...declared.matchAll(placeholder)].flatMap(([, reference]) => reference ?? []);
  // Split by a pattern with a group, every second part is a reference.
  const parts = declared.split(placeholder).map((part, index) => (index % 2 === 1 ? '(.+)' : escaped(part)));
  const match = new RegExp(`^${parts.join('')}$`).exec(found);
  return match ? references.map((reference, index): Reading => [reference, match[index + 1] ?? '']) : undefined;
}

type Reading = readonly [reference: string, value: string];

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The value that occurs more often than any other one; undefined if there is none. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = [...new Set(values)]
    .map((value) => ({ value, count: values.filter((other) => other === value).length }))
    .sort((one, other) => other.count - one.count);
  return counts[0]?.count === counts[1]?.count ? undefined : counts[0]?.value;
}
