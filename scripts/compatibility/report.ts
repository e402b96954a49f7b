import type { ResourceChange, StackChange } from './differences';

/** The differences in words, as Markdown: what somebody has to look at first, then all, stack by stack. */
export function describeDifferences(from: string, to: string, changes: readonly StackChange[]): string {
  const resources = changes.reduce((count, change) => count + change.resources.length, 0);
  const title = `## What ${to} makes of the stacks of ${from}`;
  if (changes.length === 0) return `${title}\n\nNothing: the templates of both are the same.`;
  return [
    title,
    `${count(changes.length, 'stack')} and ${count(resources, 'resource')} differ. The templates say so; whether AWS accepts the update, they don't.`,
    describeDangers(changes),
    ...changes.map(describeStack),
  ].join('\n\n');
}

/** What has to be looked at first: what holds data itself, then what stood beside it. */
export function dangersIn(changes: readonly StackChange[]): readonly string[] {
  const stacks = changes.filter(({ state, data }) => state === 'gone' && data);
  const resources = changes
    .filter(({ state }) => state !== 'gone')
    .flatMap((change) => change.resources.map((resource) => ({ ...resource, stack: change.stack })))
    .filter(({ danger }) => danger !== undefined)
    .toSorted((one, other) => Number(other.holdsData) - Number(one.holdsData));
  return [
    ...stacks.map(
      ({ stack }) => `\`${stack}\` holds data, and is gone: the pipeline deletes no stack, and updates it no more`,
    ),
    ...resources.map(({ stack, logicalId, type, danger }) => `\`${stack}\` \`${logicalId}\` (${type}) ${danger}`),
  ];
}

function describeDangers(changes: readonly StackChange[]): string {
  const dangers = dangersIn(changes);
  const list = dangers.map((danger) => `- ${danger}`).join('\n');
  return `### Look first\n\n${dangers.length === 0 ? 'Nothing that holds data is replaced or goes.' : list}`;
}

function describeStack({ stack, state, resources }: StackChange): string {
  const head = `### ${stack}${state === 'changed' ? '' : ` (${state})`}`;
  // Of a stack that comes or goes as a whole, each resource does.
  return state === 'changed'
    ? `${head}\n\n${resources.map(describeResource).join('\n')}`
    : `${head}\n\n${count(resources.length, 'resource')}`;
}

function describeResource({ logicalId, type, effect, parts }: ResourceChange): string {
  const what = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  return `- \`${logicalId}\` (${type}) ${effect}${what}`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
