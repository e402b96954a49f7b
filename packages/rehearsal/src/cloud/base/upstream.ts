import { Pool } from 'undici';
import { authorizationFor } from './credential';

/** Account and region a call belongs to. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** Connections to the emulator; more wait in line. */
const connections = 64;
/** The emulator answers within milliseconds, except for functions that are invoked and waited for: at most 15 minutes on AWS. */
const answerMs = 900_000;

/** The emulator, as the gateway calls it. */
export class Upstream {
  readonly pool: Pool;
  readonly origin: string;

  constructor(port: number) {
    this.origin = `http://127.0.0.1:${port}`;
    this.pool = new Pool(this.origin, {
      connections: connections,
      pipelining: 1,
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
    });
  }

  /** One call with everything in memory. */
  async request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string | Buffer,
    signal?: AbortSignal,
  ): Promise<UpstreamAnswer> {
    const answer = await this.pool.request({
      method: method as 'GET',
      path,
      headers,
      body: body ?? null,
      signal,
    });
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.from(await answer.body.arrayBuffer()) };
  }

  /** A call of a query service (`Action=...`), as the account itself. */
  query(service: string, scope: Scope, parameters: Record<string, string>): Promise<UpstreamAnswer> {
    const headers = { ...this.signed(service, scope), 'content-type': 'application/x-www-form-urlencoded' };
    return this.request('POST', '/', headers, new URLSearchParams(parameters).toString());
  }

  /** A call of a JSON service (`X-Amz-Target`), as the account itself. */
  json(service: string, scope: Scope, target: string, body: unknown): Promise<UpstreamAnswer> {
    const headers = {
      ...this.signed(service, scope),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    };
    return this.request('POST', '/', headers, JSON.stringify(body));
  }

  /** A call of a REST service, as the account itself. */
  rest(
    method: string,
    path: string,
    service: string,
    scope: Scope,
    body?: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<UpstreamAnswer> {
    return this.request(method, path, { ...headers, ...this.signed(service, scope) }, body);
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private signed(service: string, scope: Scope): { authorization: string } {
    return { authorization: authorizationFor(scope.account, scope.region, service) };
  }
}
