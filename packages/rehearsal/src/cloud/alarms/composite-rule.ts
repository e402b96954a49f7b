import { CodedError } from '@delivery/coded-error';
import type { AlarmState } from './judge';

/** A composite alarm's rule: true if the composite is in ALARM, given the states of others. */
export type CompositeRule = (stateOf: (alarm: string) => AlarmState | undefined) => boolean;

const tokenPattern =
  /\s*(AND\b|OR\b|NOT\b|TRUE\b|FALSE\b|\(|\)|(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"[^"]*"|'[^']*'|[^\s()"']+)\s*\))/y;

/**
 * Parses `ALARM("a") AND NOT (OK(b) OR ...)`. Alarms are named by name or ARN.
 *
 * @throws TAP4421 if the rule is not understood
 */
export function parseCompositeRule(rule: string): CompositeRule {
  const tokens = tokenize(rule);
  let at = 0;

  function either(): CompositeRule {
    let left = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const [one, other] = [left, both()];
      left = (stateOf) => one(stateOf) || other(stateOf);
    }
    return left;
  }

  function both(): CompositeRule {
    let left = single();
    while (tokens[at] === 'AND') {
      at += 1;
      const [one, other] = [left, single()];
      left = (stateOf) => one(stateOf) && other(stateOf);
    }
    return left;
  }

  function single(): CompositeRule {
    const token = tokens[at];
    at += 1;
    if (token === 'NOT') {
      const inner = single();
      return (stateOf) => !inner(stateOf);
    }
    if (token === '(') {
      const inner = either();
      if (tokens[at] !== ')') throw refuse(rule, 'a parenthesis is not closed');
      at += 1;
      return inner;
    }
    if (token === 'TRUE' || token === 'FALSE') return () => token === 'TRUE';
    const [, state, name] = /^(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*["']?(.*?)["']?\s*\)$/.exec(token ?? '') ?? [];
    if (state === undefined || name === undefined)
      throw refuse(rule, token ? `"${token}" is not expected` : 'it ends too early');
    const alarm = name.startsWith('arn:') ? (name.split(':alarm:')[1] ?? name) : name;
    return (stateOf) => stateOf(alarm) === state;
  }

  const parsed = either();
  if (at < tokens.length) throw refuse(rule, `"${tokens[at]}" is left over`);
  return parsed;
}

function tokenize(rule: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < rule.trimEnd().length) {
    const token = tokenPattern.exec(rule)?.[1];
    if (token === undefined) throw refuse(rule, 'it holds something other than AND, OR, NOT and alarm states');
    tokens.push(token);
  }
  return tokens;
}

function refuse(rule: string, why: string): CodedError {
  return new CodedError('TAP4421', `composite rule "${rule}": ${why}`);
}
