import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that the fake AWS has answered. */
export interface SeenCall {
  readonly action: string;
  readonly accessKeyId: string;
  readonly region: string;
  readonly data: Record<string, unknown>;
}

type Answer = { readonly status: number; readonly body: unknown };

/** The AWS calls that gates make, on this machine. Speaks as much of each protocol as the SDK's clients need. */
export class FakeAws {
  readonly calls: SeenCall[] = [];
  /** Objects put into buckets, by `bucket/key`. */
  readonly objects = new Map<string, string>();
  /** What API Gateway says a key is. */
  apiKey = '';
  /** What the rehearsal's interface answers; undefined: it isn't there. */
  rehearsal: unknown = { clock: { factor: 1 }, unfed: [] };
  /** Actions that are refused, for example `PutObject`. */
  readonly denied = new Set<string>();
  /** How many calls of an action of CloudWatch are still to be throttled. */
  readonly throttled = new Map<string, number>();
  /** Answers CloudWatch's actions; an answer with a `__type` is an error. */
  cloudWatch: (action: string, input: Record<string, unknown>, region: string) => unknown = () => ({});
  /** Answers CloudFormation's actions: the status and the XML. */
  cloudFormation: (action: string, input: Record<string, string>) => readonly [number, string] = () => [200, ''];
  private readonly server: Server = createServer((request, response) => void this.handle(request, response));

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The variables that make SDK clients call this fake. */
  get variables(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: 'AKIAJOB',
      AWS_SECRET_ACCESS_KEY: 'job-secret',
      AWS_REGION: 'us-east-1',
    };
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', 'http://aws');
    if (url.pathname === '/_rehearsal/environment') {
      return send(response, this.rehearsal === undefined ? 404 : 200, this.rehearsal ?? {});
    }
    const [, accessKeyId = '', region = ''] =
      /Credential=([^/]+)\/\d+\/([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
    const call = (action: string, data: Record<string, unknown>) =>
      this.calls.push({ action, accessKeyId, region, data });
    const { status, body: answer } = this.answer(request, url, body, region, call);
    send(response, status, answer);
  }

  private answer(
    request: IncomingMessage,
    url: URL,
    body: string,
    region: string,
    call: (action: string, data: Record<string, unknown>) => void,
  ): Answer {
    const target = request.headers['x-amz-target']?.toString().split('.')[1];
    if (target) {
      const input = JSON.parse(body) as Record<string, unknown>;
      call(target, input);
      if (this.denied.has(target)) return denied();
      const left = this.throttled.get(target) ?? 0;
      if (left > 0) {
        this.throttled.set(target, left - 1);
        return { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };
      }
      const answer = this.cloudWatch(target, input, region);
      const refused = typeof answer === 'object' && answer !== null && '__type' in answer;
      return { status: refused ? 400 : 200, body: answer };
    }
    if (body.startsWith('Action=AssumeRole') || body.includes('&Action=AssumeRole')) {
      const input = Object.fromEntries(new URLSearchParams(body));
      call('AssumeRole', input);
      return this.denied.has('AssumeRole') ? { status: 403, body: stsDenied } : { status: 200, body: stsAnswer };
    }
    const query = new URLSearchParams(body);
    if (query.get('Version') === '2010-05-15') {
      const { Action: action = '', ...input } = Object.fromEntries(query);
      call(action, input);
      const [status, xml] = this.cloudFormation(action, input);
      return { status, body: xml };
    }
    const key = /^\/apikeys\/(.+)$/.exec(url.pathname);
    if (request.method === 'GET' && key) {
      call('GetApiKey', { apiKey: key[1], includeValue: url.searchParams.get('includeValue') });
      if (this.denied.has('GetApiKey')) return denied();
      return { status: 200, body: { id: key[1], value: this.apiKey } };
    }
    if (request.method === 'GET' && url.searchParams.get('list-type') === '2') {
      const start = `${url.pathname.split('/')[1]}/`;
      const prefix = start + (url.searchParams.get('prefix') ?? '');
      call('ListObjectsV2', { prefix });
      if (this.denied.has('ListObjectsV2')) return { status: 403, body: s3Denied };
      const keys = [...this.objects.keys()].filter((name) => name.startsWith(prefix));
      const contents = keys.map((name) => `<Contents><Key>${name.slice(start.length)}</Key></Contents>`).join('');
      return {
        status: 200,
        body: `<ListBucketResult><KeyCount>${keys.length}</KeyCount>${contents}</ListBucketResult>`,
      };
    }
    const stored = this.objects.get(decodeURIComponent(url.pathname.slice(1)));
    if (request.method === 'GET' && stored !== undefined) {
      call('GetObject', { path: url.pathname });
      return { status: 200, body: stored };
    }
    if (request.method === 'PUT') {
      call('PutObject', { path: url.pathname, contentType: request.headers['content-type'] });
      if (this.denied.has('PutObject')) return { status: 403, body: s3Denied };
      const name = decodeURIComponent(url.pathname.slice(1));
      if (request.headers['if-none-match'] === '*' && this.objects.has(name)) return { status: 412, body: s3There };
      this.objects.set(name, body);
      return { status: 200, body: '' };
    }
    throw new Error(`the fake AWS doesn't know ${request.method} ${request.url}`);
  }
}

const stsAnswer =
  '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
  '<AccessKeyId>ASIAGATE</AccessKeyId><SecretAccessKey>gate-secret</SecretAccessKey><SessionToken>gate-token</SessionToken>' +
  '<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>';

const stsDenied =
  '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
  '<Message>not authorized</Message></Error><RequestId>1</RequestId></ErrorResponse>';

const s3Denied = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

const s3There = '<Error><Code>PreconditionFailed</Code><Message>At least one did not hold</Message></Error>';

function denied(): Answer {
  return { status: 400, body: { __type: 'AccessDeniedException', message: 'not authorized' } };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const xml = typeof body === 'string';
  response.writeHead(status, { 'content-type': xml ? 'text/xml' : 'application/json' });
  response.end(xml ? body : JSON.stringify(body));
}
