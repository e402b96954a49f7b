import { type Expression, type ObjectExpression, parseSync, type Span } from '@swc/core';

/** An expression that has a place: all have one, but for some of JSX. */
type Placed = Extract<Expression, { readonly span: Span }>;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** A literal object that others take over by `...name`. */
export interface Spread {
  readonly name: string;
  readonly object: ObjectExpression;
}

/**
 * The text of a TypeScript file of plain data, edited at the places of single values: comments, order and all else stay. Numbers
 * are bytes, as the parser counts them.
 */
export class SourceText {
  private readonly bytes: Buffer;
  private readonly constants = new Map<string, Expression>();
  private readonly edits: Edit[] = [];

  /** @throws Error the parser's own, if this is no TypeScript */
  constructor(text: string) {
    this.bytes = Buffer.from(text);
    for (const item of parseSync(text, { syntax: 'typescript' }).body) {
      const declaration = item.type === 'ExportDeclaration' ? item.declaration : item;
      if (declaration.type !== 'VariableDeclaration') continue;
      for (const { id, init } of declaration.declarations) {
        if (id.type === 'Identifier' && init) this.constants.set(id.value, init);
      }
    }
  }

  /** The literal object that a constant of this file holds; nothing if it holds something else. */
  constant(name: string): ObjectExpression | undefined {
    return this.object(this.constants.get(name));
  }

  /** The literal object that an expression is, or names. */
  object(expression: Expression | undefined): ObjectExpression | undefined {
    const value = this.value(expression);
    return value?.type === 'ObjectExpression' ? value : undefined;
  }

  /** The literal objects of an array, in order; nothing for an element that is none. */
  elements(expression: Expression | undefined): readonly (ObjectExpression | undefined)[] {
    const value = this.value(expression);
    return value?.type === 'ArrayExpression' ? value.elements.map((element) => this.object(element?.expression)) : [];
  }

  /** What an object says itself about a property, not what it takes over. */
  own(object: ObjectExpression, key: string): Placed | undefined {
    return propertiesOf(object).find((property) => property.key === key)?.value;
  }

  /** The first object that this one takes over by its name. */
  spread(object: ObjectExpression): Spread | undefined {
    for (const property of object.properties) {
      if (property.type !== 'SpreadElement' || property.arguments.type !== 'Identifier') continue;
      const name = property.arguments.value;
      const source = this.constant(name);
      if (source) return { name, object: source };
    }
    return undefined;
  }

  /** The text of an expression. */
  textOf({ span }: Placed): string {
    return this.bytes.subarray(span.start - 1, span.end - 1).toString();
  }

  /**
   * Gives a property another value, or adds it.
   *
   * @param after the property behind which a new one stands. @default - the last one
   */
  set(object: ObjectExpression, key: string, value: string, after?: string): void {
    const own = this.own(object, key);
    if (own) {
      this.replace(own.span.start, own.span.end, value);
      return;
    }
    const properties = propertiesOf(object);
    const before = properties.find((property) => property.key === after) ?? properties.at(-1);
    // Behind the brace, for an object that has nothing of its own.
    const place = before?.value.span.end ?? object.span.start + 1;
    this.replace(place, place, before ? `,\n${key}: ${value}` : `${key}: ${value},`);
  }

  /** Takes a property out, with the comma behind it and the rest of the line. */
  remove(object: ObjectExpression, key: string): void {
    const property = propertiesOf(object).find((candidate) => candidate.key === key);
    if (!property) return;
    const rest = this.bytes.subarray(property.value.span.end - 1).toString();
    const comma = /^\s*,[ \t]*(\r?\n[ \t]*)?/.exec(rest)?.[0] ?? '';
    this.replace(property.start, property.value.span.end + comma.length, '');
  }

  /** The text with all edits. */
  toString(): string {
    let result = '';
    let place = 1;
    // Edits of one place stay in the order in which they were made.
    for (const { start, end, by } of this.edits.toSorted((one, other) => one.start - other.start)) {
      result += this.bytes.subarray(place - 1, start - 1).toString() + by;
      place = end;
    }
    return result + this.bytes.subarray(place - 1).toString();
  }

  private replace(start: number, end: number, by: string): void {
    this.edits.push({ start, end, by });
  }

  private value(expression: Expression | undefined): Expression | undefined {
    switch (expression?.type) {
      case 'Identifier':
        return this.value(this.constants.get(expression.value));
      case 'TsSatisfiesExpression':
      case 'TsAsExpression':
      case 'TsConstAssertion':
      case 'ParenthesisExpression':
        return this.value(expression.expression);
      default:
        return expression;
    }
  }
}

/** Properties that are written as `key: value`. */
function propertiesOf(object: ObjectExpression) {
  return object.properties.flatMap((property) => {
    if (property.type !== 'KeyValueProperty') return [];
    const { key, value } = property;
    return key.type === 'Identifier' || key.type === 'StringLiteral'
      ? [{ key: key.value, value: value as Placed, start: key.span.start }]
      : [];
  });
}
