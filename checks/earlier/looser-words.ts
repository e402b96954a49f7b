import type { Loosening } from './looser-than';

/** With its whole path. */
function wholeWords({ path, was, is }: Loosening): string {
  return was === undefined && is === undefined ? `${path} gone` : `${path} ${was ?? 'none'} -> ${is ?? 'gone'}`;
}

/** Names as a person says them, by what they stand for in a path. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^image\.acceptedFindings\./, 'accepted '],
  [/^acknowledgements\./, 'acknowledged '],
  [/\.load\.thresholds\.(\w+)\.p95Ms$/, ' $1 p95'],
  [/\.load\.thresholds\.(\w+)\.maxErrorRate$/, ' $1 errors'],
  [/\.bakeSeconds$/, ' bake'],
  [/\.profile\.(doors\.)?/, ' load '],
  [/\.alarms\.([^.]+)(\.settings)?/, ' $1'],
  [/\./g, ' '],
];

const units: readonly (readonly [RegExp, string])[] = [
  [/\.p95Ms$/, ' ms'],
  [/econds$/, ' s'],
];

/** Characters of a value that a person takes in at a glance. */
const longestValue = 30;

/** As an approval has room for it. */
function fewWords({ path, was, is }: Loosening): string {
  const name = names.reduce((text, [from, to]) => text.replace(from, to), path);
  if (is === undefined && (was === undefined || was === true)) return `${name} gone`;
  const [before, now] = [was ?? 'none', is ?? 'gone'].map((value) =>
    typeof value === 'number' && path.endsWith('.maxErrorRate')
      ? `${Number((value * 100).toPrecision(6))} %`
      : String(value),
  );
  if (`${before}`.length > longestValue || `${now}`.length > longestValue) return `${name} changed`;
  const unit = typeof is === 'number' ? (units.find(([of]) => of.test(path))?.[1] ?? '') : '';
  return `${name} ${before} -> ${now}${unit}`;
}

/** What an approval says of what is looser. */
export interface LooserTold {
  /** The commits compared with. */
  readonly than: readonly string[];
  /** The first of it is told first. */
  readonly found: readonly Loosening[];
  /** Environments that would be entered and have no record to compare with. */
  readonly unknown: readonly string[];
}

/** As much of it as there is room for; of the rest how many there are, and where. */
export function looserWords({ than, found, unknown }: LooserTold, room: number): string {
  const whole = unknownWords(unknown);
  const few = unknown.length > 0 ? [`No record of ${unknown.length}.`] : [];
  if (than.length === 0) return firstThatFits(whole, room);
  const commits = than.map((commit) => commit.slice(0, 7)).join(', ');
  if (found.length === 0) {
    return firstThatFits(
      [...joined([`No gate is looser than in ${commits}.`], whole), ...joined(['No gate is looser.'], few)],
      room,
    );
  }
  const words = found.map(fewWords);
  const texts: string[] = [];
  for (let shown = found.length; shown > 0; shown -= 1) {
    const told = words.slice(0, shown).join('; ');
    const rest = found.slice(shown);
    if (told.length > room) continue;
    if (rest.length === 0) texts.push(`${told}.`);
    else texts.push(...places(rest).map((where) => `${told}; ${rest.length} more (${where}).`));
  }
  const things = found.length === 1 ? '1 thing' : `${found.length} things`;
  const counts = places(found).map((where) => `${things} (${where})`);
  const begun = [`Looser than in ${commits}: `, 'Looser: '];
  const told = [texts, counts.map((text) => `${text}, see the evidence.`), counts.map((text) => `${text}.`)];
  const all = told.flatMap((some) => begun.flatMap((begin) => some.map((text) => begin + text)));
  return firstThatFits(joined(all, [...whole, ...few]), room);
}

/** All of it, for the evidence. */
export function everything({ than, found, unknown }: LooserTold): string {
  const [whole = ''] = unknownWords(unknown);
  if (than.length === 0) return whole;
  const commits = than.join(', ');
  const told =
    found.length === 0
      ? `No gate is looser than in ${commits}.`
      : `Looser than in ${commits}: ${found.map(wholeWords).join('; ')}.`;
  return whole === '' ? told : `${told} ${whole}`;
}

/** Where they are, by numbers: of each environment, or of production alone. */
function places(found: readonly Loosening[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { environment = 'the build' } of found) counts.set(environment, (counts.get(environment) ?? 0) + 1);
  const all = [...counts].map(([environment, count]) => `${count} of ${environment}`);
  return [all.join(', '), `${found.filter(({ production }) => production).length} reach production`];
}

function unknownWords(unknown: readonly string[]): readonly string[] {
  if (unknown.length === 0) return [];
  const names = unknown.join(', ');
  return [`First into ${names}, or the record of the one before is gone.`, `No record of ${names}.`];
}

/** Each text with what is to follow it, if anything is. */
function joined(texts: readonly string[], ends: readonly string[]): readonly string[] {
  return ends.length === 0 ? texts : texts.flatMap((text) => ends.map((end) => `${text} ${end}`));
}

/** The last one is as short as can be said. */
function firstThatFits(texts: readonly string[], room: number): string {
  return texts.find(({ length }) => length <= room) ?? texts.at(-1) ?? '';
}
