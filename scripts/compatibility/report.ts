import { count } from '@delivery/rehearsal/report/count';
import type { ResourceChange, StackChange } from './differences';
import type { PartChange } from './template-parts';

/** The differences in words, as Markdown: what somebody has to look at first, then all, stack by stack. */
export function describeDifferences(from: string, to: string, changes: readonly StackChange[]): string {
  const resources = changes.reduce((count, change) => count + change.resources.length, 0);
  const parts = changes.reduce((sum, change) => sum + change.parts.length, 0);
  const title = `## What ${to} makes of the stacks of ${from}`;
  if (changes.length === 0) return `${title}\n\nNothing: the stacks of both have the same names, places and templates.`;
  return [
    title,
    `${count(changes.length, 'stack')}, ${count(resources, 'resource')} and ${count(parts, 'other part')} of templates differ. The templates say so; whether AWS accepts the update, they don't.`,
    describeDangers(changes),
    ...changes.map(describeStack),
  ].join('\n\n');
}

/** What has to be looked at first: what holds data itself, then what stood beside it. */
export function dangersIn(changes: readonly StackChange[]): readonly string[] {
  const stacks = changes.filter(({ state, data }) => state === 'gone' && data);
  const moved = changes.filter(({ state }) => state === 'moved');
  const living = changes.filter(({ state }) => state === 'new' || state === 'changed');
  const resources = living
    .flatMap((change) => change.resources.map((resource) => ({ ...resource, stack: change.stack })))
    .filter(({ danger }) => danger !== undefined)
    .toSorted((one, other) => Number(other.holdsData) - Number(one.holdsData));
  return [
    ...stacks.map(
      ({ stack }) => `\`${stack}\` holds data, and is gone: the pipeline deletes no stack, and updates it no more`,
    ),
    ...moved.map(describeMove),
    ...resources.map(({ stack, logicalId, type, danger }) => `\`${stack}\` \`${logicalId}\` (${type}) ${danger}`),
    ...living.flatMap(({ stack, parts }) =>
      parts.flatMap((part) => (part.danger === undefined ? [] : `\`${stack}\` ${partOf(part)}, and ${part.danger}`)),
    ),
  ];
}

function describeDangers(changes: readonly StackChange[]): string {
  const dangers = dangersIn(changes);
  const list = dangers.map((danger) => `- ${danger}`).join('\n');
  return `### Look first\n\n${dangers.length === 0 ? 'Nothing that holds data is replaced or goes.' : list}`;
}

/** What is in the old stack stays there, and keeps the names that the new one needs. */
function describeMove({ stack, data, moves }: StackChange): string {
  const left = data ? 'the old one stays with its data, and the new one is empty' : 'the old one stays, with its names';
  return `\`${stack}\` becomes another stack (${moves.join(', ')}): ${left}`;
}

function describeStack({ stack, state, resources, parts }: StackChange): string {
  const head = `### ${stack}${state === 'changed' ? '' : ` (${state})`}`;
  // Of a stack that comes or goes as a whole, each resource does.
  if (state === 'new' || state === 'gone') return `${head}\n\n${count(resources.length, 'resource')}`;
  const lines = [...resources.map(describeResource), ...parts.map((part) => `- ${partOf(part)}`)];
  return `${head}\n\n${lines.length === 0 ? 'The template is the same.' : lines.join('\n')}`;
}

function describeResource({ logicalId, type, effect, parts }: ResourceChange): string {
  const what = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  return `- \`${logicalId}\` (${type}) ${effect}${what}`;
}

function partOf({ section, name, effect }: PartChange): string {
  return `${section}${name && ` \`${name}\``} ${effect}`;
}
