import { CodedError } from '@delivery/coded-error';
import type { Expression } from './expression';

/** One period's value of a series; nothing where there is none. */
export type Value = number | undefined;

/** What an expression can refer to, for one period. */
export interface MathContext {
  /** @throws if there is no series of this id */
  series(id: string): Value;
  /** Ids of all metrics of the alarm (not expressions), for METRICS(). */
  readonly metricIds: readonly string[];
  readonly periodSeconds: number;
}

/**
 * The value of an expression in one period. As in CloudWatch, arithmetic with a missing value gives no value, and the
 * functions over several series pass over what is missing.
 *
 * @throws TAP4420 for what is not understood
 */
export function evaluate(expression: Expression, context: MathContext): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'series':
      return context.series(expression.id);
    case 'negate':
      return map1(evaluate(expression.of, context), (value) => -value);
    case 'binary':
      return map2(
        evaluate(expression.left, context),
        evaluate(expression.right, context),
        operation(expression.operator),
      );
    case 'call':
      return call(expression.name, expression.args, context);
    default:
      throw new CodedError('TAP4420', `metric math: a ${expression.kind} can't stand alone`);
  }
}

/** @throws TAP4420 if the expression uses what is not understood, whatever the values. */
export function assertUnderstood(expression: Expression): void {
  switch (expression.kind) {
    case 'negate':
      assertUnderstood(expression.of);
      break;
    case 'binary':
      operation(expression.operator);
      assertUnderstood(expression.left);
      assertUnderstood(expression.right);
      break;
    case 'list':
      expression.items.forEach(assertUnderstood);
      break;
    case 'call':
      if (!functions.has(expression.name)) throw unknown(expression.name);
      if (expression.name === 'FILL' && expression.args[1]?.kind === 'series') {
        throw new CodedError(
          'TAP4420',
          `metric math: FILL with ${expression.args[1].id} is not understood, only with a number`,
        );
      }
      expression.args.forEach(assertUnderstood);
      break;
    default:
  }
}

const functions = new Set(['FILL', 'IF', 'PERIOD', 'METRIC_COUNT', 'ABS', 'CEIL', 'FLOOR', 'SUM', 'MIN', 'MAX', 'AVG']);

function call(name: string, args: readonly Expression[], context: MathContext): Value {
  const value = (index: number): Value => {
    const argument = args[index];
    if (!argument) throw new CodedError('TAP4420', `metric math: ${name} lacks argument ${index + 1}`);
    return evaluate(argument, context);
  };
  switch (name) {
    case 'FILL':
      return value(0) ?? value(1);
    case 'IF': {
      const condition = value(0);
      if (condition === undefined) return undefined;
      return condition !== 0 ? value(1) : args.length > 2 ? value(2) : undefined;
    }
    case 'PERIOD':
      return context.periodSeconds;
    case 'METRIC_COUNT':
      return members(args, context).length;
    case 'ABS':
      return map1(value(0), Math.abs);
    case 'CEIL':
      return map1(value(0), Math.ceil);
    case 'FLOOR':
      return map1(value(0), Math.floor);
    case 'SUM':
    case 'MIN':
    case 'MAX':
    case 'AVG':
      return aggregate(
        name,
        members(args, context).filter((member): member is number => member !== undefined),
      );
    default:
      throw unknown(name);
  }
}

/** The series that a function over several series is given: a list, METRICS(), or single ones. */
function members(args: readonly Expression[], context: MathContext): Value[] {
  return args.flatMap((argument): Value[] => {
    if (argument.kind === 'list') return argument.items.map((item) => evaluate(item, context));
    if (argument.kind === 'call' && argument.name === 'METRICS') {
      const [part] = argument.args;
      const wanted = part?.kind === 'text' ? part.value : '';
      return context.metricIds.filter((id) => id.includes(wanted)).map((id) => context.series(id));
    }
    return [evaluate(argument, context)];
  });
}

function aggregate(name: 'SUM' | 'MIN' | 'MAX' | 'AVG', values: readonly number[]): Value {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  if (name === 'SUM') return sum;
  if (name === 'AVG') return sum / values.length;
  return name === 'MIN' ? Math.min(...values) : Math.max(...values);
}

function operation(operator: string): (left: number, right: number) => number {
  const truth = (is: boolean) => (is ? 1 : 0);
  const operations: Record<string, (left: number, right: number) => number> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
    '^': (left, right) => left ** right,
    '==': (left, right) => truth(left === right),
    '!=': (left, right) => truth(left !== right),
    '<': (left, right) => truth(left < right),
    '>': (left, right) => truth(left > right),
    '<=': (left, right) => truth(left <= right),
    '>=': (left, right) => truth(left >= right),
    '&&': (left, right) => truth(left !== 0 && right !== 0),
    AND: (left, right) => truth(left !== 0 && right !== 0),
    '||': (left, right) => truth(left !== 0 || right !== 0),
    OR: (left, right) => truth(left !== 0 || right !== 0),
  };
  const found = operations[operator];
  if (!found) throw new CodedError('TAP4420', `metric math: operator ${operator} is not understood`);
  return found;
}

function map1(value: Value, by: (value: number) => number): Value {
  return value === undefined ? undefined : by(value);
}

/** Infinite and undefined results, as of a division by zero, are no data points. */
function map2(left: Value, right: Value, by: (left: number, right: number) => number): Value {
  if (left === undefined || right === undefined) return undefined;
  const result = by(left, right);
  return Number.isFinite(result) ? result : undefined;
}

function unknown(name: string): CodedError {
  return new CodedError('TAP4420', `metric math: function ${name} is not understood`);
}
