/** One public door of the shop. */
export interface Door {
  readonly name: 'CloudFront' | 'API Gateway';
  /** Without a slash at the end. */
  readonly address: string;
  readonly apiKey?: string;
  /** Milliseconds after which an answer is a failure, though it came. */
  readonly limitMs: number;
  /** What every answer of a task must tell in `x-revision`; absent where tasks don't say which image they are. */
  readonly revision?: string;
  /** Whether the door may answer a request from a cache of its own. */
  readonly keeps?: ((request: DoorRequest) => boolean) | undefined;
}

/** An answer of the shop, read to its end. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  /** As it was sent, after decompression. */
  readonly bytes: Buffer;
  readonly text: string;
  readonly milliseconds: number;
}

export interface DoorRequest {
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** From the door's address on, with a slash at the start. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nobody asked this before, so that no cache can have its answer. */
  readonly fresh?: boolean;
  /** It was listed a moment ago, and somebody may have removed it since: a 404 passes if a later round finds what is listed. */
  readonly mayBeGone?: boolean;
  /** Why the status that is asked for is right, where the request alone doesn't say it: `nobody reads without a key`. */
  readonly because?: string;
}

/** A shopper who waits longer has left. */
const answerWithinMs = 10_000;

/**
 * Sends one request. Redirects are not followed: no door of the shop has any.
 *
 * @throws Error if no complete answer comes in time
 */
export async function send(door: Door, request: DoorRequest, signal: AbortSignal): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json, text/html', ...request.headers };
  if (door.apiKey) headers['x-api-key'] = door.apiKey;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  const begin = performance.now();
  const response = await fetch(door.address + request.path, {
    method: request.method ?? 'GET',
    headers,
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    headers: response.headers,
    bytes,
    text: bytes.toString('utf8'),
    milliseconds: performance.now() - begin,
  };
}
