import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** Largest body that is read into memory, in bytes; AWS's own limits for these services lie far below. */
const largest = 64 * 1024 * 1024;

/** A request's body in memory, and what it says where its form is known. */
export interface ReadBody {
  readonly bytes: Buffer;
  readonly form?: URLSearchParams;
  readonly json?: unknown;
}

/**
 * Whether a request is read before it is passed on: its operation, its subject or its template may stand in the body. Objects
 * of S3 and code of functions pass through unread.
 */
export function isRead(service: string | undefined, contentType: string): boolean {
  return (
    contentType.includes('x-www-form-urlencoded') || (service !== undefined && service !== 's3' && service !== 'lambda')
  );
}

/** @throws Error if the body is larger than any request of these services may be */
export async function readBody(request: IncomingMessage, contentType: string): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > largest) throw new Error(`the request's body is larger than ${largest} bytes`);
    chunks.push(bytes);
  }
  let bytes = Buffer.concat(chunks);
  if (request.headers['content-encoding'] === 'gzip') {
    bytes = gunzipSync(bytes);
    delete request.headers['content-encoding'];
  }
  if (contentType.includes('x-www-form-urlencoded')) return { bytes, form: new URLSearchParams(bytes.toString()) };
  if (contentType.includes('json')) return { bytes, json: parseOrNothing(bytes) };
  return { bytes };
}

function parseOrNothing(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
