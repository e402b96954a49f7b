import type { z } from 'zod';
import { type Answer, type Door, type DoorRequest, send } from './door';
import { insistOnFresh } from './fresh';
import { Passing } from './passing';
import { whyUnanswered } from './unanswered';

/** What the steps share. */
export interface Visit {
  readonly clockFactor: number;
  readonly signal: AbortSignal;
}

/** One check of the smoke test: asks one thing of the shop and looks at the answer. */
export interface Step {
  readonly name: string;
  /** Milliseconds that its answers may take; absent where nobody waits for them. */
  readonly limitMs?: number;
  /**
   * @returns milliseconds that the answer took
   * @throws Passing if a good shop may answer so once
   * @throws Error with a complete sentence if the answer is not right
   */
  run(visit: Visit): Promise<number>;
}

/** A step at a door, held to the door's limit of time. */
export function stepAt(door: Door, what: string, run: Step['run']): Step {
  return { name: `${door.name}: ${what}`, limitMs: door.limitMs, run };
}

/** Statuses by which doors say that nobody can answer just now: throttled, no task, no answer of a task. */
export const unavailable: readonly number[] = [429, 502, 503, 504];

/** Asks and insists on a status, on an answer of now, and on the door's limit of time. */
export async function ask(door: Door, request: DoorRequest, status: number, { signal }: Visit): Promise<Answer> {
  const where = placeOf(door, request);
  let answer: Answer;
  try {
    answer = await send(door, request, signal);
  } catch (error) {
    throw new Passing(`${where} was not answered: ${whyUnanswered(error)}.`);
  }
  insistOnStatus(door, request, answer, status);
  insistOnFresh(door, request, answer, where);
  if (answer.milliseconds > door.limitMs) {
    throw new Passing(
      `${where} took ${Math.round(answer.milliseconds)} ms; ${door.limitMs} ms are allowed for one answer.`,
    );
  }
  return answer;
}

/**
 * @throws Passing if the door was not ready, a new API key is not known everywhere yet, or what was listed is gone; Error for
 * another status
 */
function insistOnStatus(door: Door, request: DoorRequest, answer: Answer, status: number): void {
  if (answer.status === status) return;
  const text = wrongStatus(door, request, answer, status);
  const newKey = answer.status === 403 && door.apiKey !== undefined;
  const gone = answer.status === 404 && request.mayBeGone === true;
  throw unavailable.includes(answer.status) || newKey || gone ? new Passing(text) : new Error(text);
}

/** Says which status came, and which is right. */
export function wrongStatus(door: Door, request: DoorRequest, answer: Answer, status: number): string {
  const why = request.because === undefined ? '' : `: ${request.because}`;
  return `${placeOf(door, request)} answered with status ${answer.status}; ${status} is right${why}. It began: ${start(answer)}`;
}

/** Such as `GET /api/products through CloudFront`. */
export function placeOf(door: Door, { method = 'GET', path }: DoorRequest): string {
  return `${method} ${path} through ${door.name}`;
}

/** Reads an answer's JSON and insists on its type and form. */
export function read<Schema extends z.ZodType>(schema: Schema, answer: Answer, what: string): z.infer<Schema> {
  let data: unknown;
  try {
    data = JSON.parse(answer.text);
  } catch {
    throw new Error(`${what} is not JSON. It began: ${start(answer)}`);
  }
  if (!/^application\/(?:[\w.-]+\+)?json\b/.test(answer.contentType)) {
    throw new Error(`${what} is JSON of type "${answer.contentType}"; application/json is right.`);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `${what} is not what the shop's API promises, at ${issue?.path.join('.') || 'the top'}: ${issue?.message}.`,
  );
}

/** What a later step needs from an earlier one. @throws Missing naming it */
export function need<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Missing(`This was not tried, because ${what} is missing.`);
  return value;
}

/** A step could not be made: what it needs is missing, and the step before says why. */
export class Missing extends Error {}

function start(answer: Answer): string {
  return JSON.stringify(answer.text.slice(0, 120));
}
