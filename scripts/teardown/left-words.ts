import { kindOf, snapshotKind } from './kept-prices';
import type { Left, Sight } from './left';
import { dayOf } from './words';

/**
 * What outlives the stacks, what it costs, and how it is removed: by kind, what others need last, so that whoever follows the list
 * from its top loses nothing. What goes by itself, or is gone, is named without a price.
 */
export function leftLines(left: readonly Left[]): readonly string[] {
  const stays = left.filter(({ sight }) => sight !== 'gone' && !isScheduled(sight));
  return [...staysLines(stays), ...left.flatMap(goingLines), ...goneLines(left)];
}

function staysLines(stays: readonly Left[]): readonly string[] {
  if (stays.length === 0) return ['Stays: nothing.'];
  const kinds = [...new Set(stays.map(kindName))].sort((a, b) => placeOf(a) - placeOf(b));
  return [
    'Stays, and costs (prices of us-east-1, November 2026); when the stacks are gone, remove it in this order:',
    ...kinds.flatMap((kind) =>
      kindLines(
        kind,
        stays.filter((one) => kindName(one) === kind),
      ),
    ),
  ];
}

const snapshotsOfEach = 'the snapshots of each';

function kindName({ type, fate }: Left): string {
  return fate === 'stays' ? type : `${snapshotsOfEach} ${type}`;
}

/** Snapshots are lost with the key that they are encrypted with. */
function placeOf(kind: string): number {
  if (kind === 'AWS::KMS::Key') return 2;
  return kind.startsWith(snapshotsOfEach) ? 1 : 0;
}

function kindLines(kind: string, stays: readonly Left[]): readonly string[] {
  const { cost, source } = stays[0]?.fate === 'stays' ? kindOf(kind) : snapshotKind;
  return [`  ${kind}, ${stays.length}: ${cost} (${source})`, ...stays.flatMap(stayingLines)];
}

function stayingLines(one: Left): readonly string[] {
  const { since, sight, snapshots } = one;
  const when = since === undefined ? '' : `, which was deleted on ${dayOf(since)}`;
  const unseen = isNotLookedAt(sight);
  return [
    `    ${nameOf(one)}${when}${unseen ? ', not looked at' : ''}`,
    ...(snapshots.length > 0 ? snapshotLines(one) : commandsOf(one).map((command) => `      ${command}`)),
    ...(unseen ? [`      not looked at: ${sight.notLookedAt}`] : []),
  ];
}

function commandsOf({ fate, type, physicalId, region, sight }: Left): readonly string[] {
  if (fate !== 'stays') return [`find: ${snapshotKind.find(physicalId, region)}`];
  const before = typeof sight === 'object' && 'removeBefore' in sight ? sight.removeBefore : [];
  return [...before, ...kindOf(type).remove(physicalId, region)].map((command) => `remove: ${command}`);
}

/** The snapshots that are there, with the command that removes each. */
function snapshotLines({ physicalId, region, snapshots }: Left): readonly string[] {
  return snapshots.flatMap(({ id, status, takenAt }) => [
    `      snapshot ${id} of ${physicalId}, ${status}${takenAt === undefined ? '' : `, of ${dayOf(takenAt)}`}`,
    ...snapshotKind.remove(id, region).map((command) => `      remove: ${command}`),
  ]);
}

function goingLines(one: Left): readonly string[] {
  const { type, sight } = one;
  if (!isScheduled(sight)) return [];
  const loss = type === 'AWS::KMS::Key' ? ', and what is encrypted with it (snapshots too) is lost with it' : '';
  return [`Goes by itself: ${type} ${nameOf(one)}; ${sight.scheduled}${loss}`, `  take back: ${sight.takeBack}`];
}

function goneLines(left: readonly Left[]): readonly string[] {
  const gone = left.filter(({ sight }) => sight === 'gone');
  return gone.map(
    (one) => `Gone already: ${one.fate === 'stays' ? '' : 'the snapshots of '}${one.type} ${nameOf(one)}`,
  );
}

function nameOf({ physicalId, stack, region }: Left): string {
  return `${physicalId} of ${stack} (${region})`;
}

function isScheduled(sight: Sight): sight is Extract<Sight, { readonly scheduled: string }> {
  return typeof sight === 'object' && 'scheduled' in sight;
}

function isNotLookedAt(sight: Sight): sight is Extract<Sight, { readonly notLookedAt: string }> {
  return typeof sight === 'object' && 'notLookedAt' in sight;
}
