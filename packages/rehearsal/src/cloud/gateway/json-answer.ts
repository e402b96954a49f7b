import type { ErrorAnswer } from './error-answer';

/** An answer of a service that speaks JSON. */
export function json(status: number, value: unknown): ErrorAnswer {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'content-length': String(body.length) },
    body,
  };
}
