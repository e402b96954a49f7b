import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { CodedError } from '@delivery/coded-error';
import type { Finding } from './findings';

/**
 * How many findings of each rule are acknowledged, over all stacks. The numbers are kept in the repository, so that whoever
 * reviews a commit sees that it accepts one more, or another one.
 */
export type AcknowledgedRules = Readonly<Record<string, number>>;

/** Counts by rule, in the order of their names; a finding within a rule (`[...]`) is none of its own. */
export function acknowledgedRules(findings: readonly Finding[]): AcknowledgedRules {
  const rules = findings
    .filter(({ reason }) => reason !== undefined)
    .map(({ rule }) => rule.replace(/\[.*$/s, ''))
    .sort();
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Writes the list. Its lines are sorted, so that two records of the same are the same file. */
export function recordRules(rules: AcknowledgedRules, file: string): void {
  writeFileSync(file, `${JSON.stringify(rules, undefined, 2)}\n`);
}

/**
 * @param name the list's name in the repository, for messages
 * @throws CodedError TAP2071 if other numbers are recorded, or none, TAP2072 if the list is no list
 */
export function requireRecordedRules(rules: AcknowledgedRules, file: string, name: string): void {
  const recorded = existsSync(file) ? readRules(file, name) : {};
  if (isDeepStrictEqual(rules, recorded)) return;
  const changed = [...new Set([...Object.keys(rules), ...Object.keys(recorded)])]
    .sort()
    .filter((rule) => rules[rule] !== recorded[rule])
    .map((rule) => `  ${rule}: ${rules[rule] ?? 0} acknowledged, ${recorded[rule] ?? 0} recorded`);
  throw new CodedError(
    'TAP2071',
    `${name} says otherwise than the stacks:\n${changed.join('\n')}\nIf each of them is meant, npm run synth -- --record writes the list anew; commit it`,
  );
}

function readRules(file: string, name: string): AcknowledgedRules {
  const text = readFileSync(file, 'utf8');
  const refuse = (received: string): never => {
    throw new CodedError(
      'TAP2072',
      `${name}: received ${received}; allowed is an object of rules with their numbers; npm run synth -- --record writes it anew`,
    );
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return refuse(`${text.length} characters that are no JSON`);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return refuse(JSON.stringify(data));
  const wrong = Object.entries(data).find(([, number]) => !(Number.isInteger(number) && number > 0));
  return wrong === undefined ? (data as AcknowledgedRules) : refuse(`"${wrong[0]}": ${JSON.stringify(wrong[1])}`);
}
