import { CodedError } from '@delivery/coded-error';

/** A parsed metric-math expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'series'; readonly id: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'negate'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

// Loosest first. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
const levels: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];

const tokenPattern =
  /\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"[^"]*"|'[^']*'|[A-Za-z_][A-Za-z0-9_]*|\|\||&&|[=!<>]=|[-+*/^<>()[\],])/y;

/** @throws TAP4420 if the expression is not understood. */
export function parseExpression(text: string): Expression {
  const tokens = tokenize(text);
  let at = 0;
  const refuse = (what: string) => new CodedError('TAP4420', `metric math "${text}": ${what}`);
  const take = (): string => {
    const token = tokens[at];
    if (token === undefined) throw refuse('it ends too early');
    at += 1;
    return token;
  };
  const expect = (wanted: string) => {
    const token = take();
    if (token !== wanted) throw refuse(`"${token}" where "${wanted}" should be`);
  };
  const listUntil = (end: string): Expression[] => {
    const items: Expression[] = [];
    while (tokens[at] !== end) {
      items.push(binary(0));
      if (tokens[at] !== end) expect(',');
    }
    at += 1;
    return items;
  };

  function binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return power();
    let left = binary(level + 1);
    while (operators.includes(tokens[at] ?? '')) {
      const operator = take();
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
    return left;
  }

  function power(): Expression {
    const base = unary();
    if (tokens[at] !== '^') return base;
    at += 1;
    return { kind: 'binary', operator: '^', left: base, right: power() };
  }

  function unary(): Expression {
    if (tokens[at] !== '-') return primary();
    at += 1;
    return { kind: 'negate', of: unary() };
  }

  function primary(): Expression {
    const token = take();
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^["']/.test(token)) return { kind: 'text', value: token.slice(1, -1) };
    if (token === '[') return { kind: 'list', items: listUntil(']') };
    if (token === '(') {
      const inner = binary(0);
      expect(')');
      return inner;
    }
    if (!/^[A-Za-z_]/.test(token)) throw refuse(`"${token}" is not expected`);
    if (tokens[at] !== '(') return { kind: 'series', id: token };
    at += 1;
    return { kind: 'call', name: token.toUpperCase(), args: listUntil(')') };
  }

  const parsed = binary(0);
  if (at < tokens.length) throw refuse(`"${tokens[at]}" is left over`);
  return parsed;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const start = tokenPattern.lastIndex;
    const token = tokenPattern.exec(text)?.[1];
    if (token === undefined) throw new CodedError('TAP4420', `metric math "${text}": unknown sign at ${start + 1}`);
    tokens.push(token);
  }
  return tokens;
}
