import { CodedError } from '@delivery/coded-error';
import { type Explanation, explains } from './explanations';
import type { TemplateFinding } from './findings';

/** Environments that a line names; more would only repeat it. */
const namedStacks = 3;

/** @throws CodedError TAP2051 if a finding is not explained; each is listed once, with its stacks */
export function requireExplained(findings: readonly TemplateFinding[], explanations: readonly Explanation[]): void {
  const open = findings.filter((finding) => !explanations.some((explanation) => explains(explanation, finding)));
  if (open.length === 0) return;
  const stacks = new Map<string, Set<string>>();
  for (const { tool, id, place, message, assembly, stack } of open) {
    const line = `${tool} ${id} ${place}: ${message}`;
    stacks.set(line, (stacks.get(line) ?? new Set()).add(`${stack} of ${assembly}`));
  }
  const lines = [...stacks].map(([line, seen]) => {
    const rest = seen.size > namedStacks ? ` and ${seen.size - namedStacks} more` : '';
    return `  ${line} (${[...seen].slice(0, namedStacks).join(', ')}${rest})`;
  });
  throw new CodedError(
    'TAP2051',
    `${lines.length} findings that docs/findings.md does not explain; mend the stack, or write there why it is right:\n${lines.join('\n')}`,
  );
}

/** @throws CodedError TAP2055 if no finding needs an explanation any more */
export function requireNeeded(explanations: readonly Explanation[], findings: readonly TemplateFinding[]): void {
  const unneeded = explanations.filter((explanation) => !findings.some((finding) => explains(explanation, finding)));
  if (unneeded.length === 0) return;
  const lines = unneeded.map(({ tool, id, place }) => `  ${tool} ${id} ${place}`);
  throw new CodedError(
    'TAP2055',
    `docs/findings.md explains what nothing reports any more; remove:\n${lines.join('\n')}`,
  );
}
