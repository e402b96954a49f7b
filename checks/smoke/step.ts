import type { z } from 'zod';
import { type Answer, type Door, type DoorRequest, send } from './door';
import { firstContact } from './first-contact';

/** What the steps share. */
export interface Visit {
  readonly clockFactor: number;
  readonly signal: AbortSignal;
}

/** One check of the smoke test: asks one thing of the shop and looks at the answer. */
export interface Step {
  readonly name: string;
  /**
   * @returns milliseconds that the answer took
   * @throws Error with a complete sentence if the answer is not right
   */
  run(visit: Visit): Promise<number>;
}

/** Asks and insists on a status. */
export async function ask(
  door: Door,
  request: DoorRequest,
  status: number,
  visit: Visit,
  contact: 'first' | 'again' = 'again',
): Promise<Answer> {
  const where = `${request.method ?? 'GET'} ${request.path} through ${door.name}`;
  let answer: Answer;
  try {
    answer =
      contact === 'first'
        ? await firstContact(door, request, visit.clockFactor, visit.signal)
        : await send(door, request, visit.signal);
  } catch (error) {
    const cause = error instanceof Error && error.cause ? ` (${String(error.cause)})` : '';
    throw new Error(`${where} was not answered: ${String(error)}${cause}.`);
  }
  if (answer.status !== status) {
    throw new Error(`${where} answered with status ${answer.status}; ${status} is right. It began: ${start(answer)}`);
  }
  return answer;
}

/** Reads an answer's JSON and insists on its form. */
export function read<Schema extends z.ZodType>(schema: Schema, answer: Answer, what: string): z.infer<Schema> {
  let data: unknown;
  try {
    data = JSON.parse(answer.text);
  } catch {
    throw new Error(`${what} is not JSON. It began: ${start(answer)}`);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `${what} is not what the shop's API promises, at ${issue?.path.join('.') || 'the top'}: ${issue?.message}.`,
  );
}

/** What a later step needs from an earlier one. @throws Error naming what is missing */
export function need<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`This was not tried, because ${what} is missing.`);
  return value;
}

function start(answer: Answer): string {
  return JSON.stringify(answer.text.slice(0, 120));
}
