import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { credentialOf } from '../../packages/rehearsal/src/cloud/base/credential';
import { detect, type Operation } from '../../packages/rehearsal/src/cloud/gateway/detect';
import { errorAnswer } from '../../packages/rehearsal/src/cloud/gateway/error-answer';
import { readBody } from '../../packages/rehearsal/src/cloud/gateway/request-body';

/** One call of an AWS client, as it came over the wire. */
export interface RecordedCall {
  /** Signing name and operation, such as `sts GetCallerIdentity`; `METHOD /path` for a REST service. */
  readonly what: string;
  readonly accessKey: string;
  readonly region: string;
  /** Fields of the form, or of the JSON body; the query string of a REST service. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What AWS answered: the body as its service models write it, or an error by name. */
export type RecordedAnswer =
  | { readonly json: unknown }
  | { readonly xml: string }
  | { readonly error: string; readonly message?: string; readonly status?: number };

export type Recording = (call: RecordedCall) => RecordedAnswer | undefined | Promise<RecordedAnswer | undefined>;

/** A server on 127.0.0.1 that gives AWS clients the answers of a recording. */
export interface RecordedAws {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  readonly calls: readonly RecordedCall[];
  /** Answers to everything from now on; what a recording has no answer for is refused as a right that is missing. */
  play(recording: Recording): void;
  close(): Promise<void>;
}

export async function recordedAws(): Promise<RecordedAws> {
  const calls: RecordedCall[] = [];
  let recording: Recording = () => undefined;
  const server = createServer((request, response) => {
    void readCall(request).then(async ({ call, operation }) => {
      calls.push(call);
      const answer = (await recording(call)) ?? {
        error: 'AccessDenied',
        message: `not authorized to perform ${call.what}`,
      };
      send(response, answer, operation);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    play: (next) => {
      calls.length = 0;
      recording = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<{ call: RecordedCall; operation: Operation }> {
  const url = new URL(request.url ?? '/', 'http://recorded');
  const credential = credentialOf(request.headers.authorization, url.searchParams);
  const { form, json } = await readBody(request, request.headers['content-type'] ?? '');
  const { method = 'GET', headers } = request;
  const operation = detect({ method, url, headers, form, service: credential?.service }, () => []);
  const fields = form ?? url.searchParams;
  const call = {
    what: `${operation.service} ${operation.action}`,
    accessKey: credential?.accessKey ?? '',
    region: credential?.region ?? '',
    input: { ...Object.fromEntries(fields), ...(json as object | undefined) },
  };
  return { call, operation };
}

function send(response: ServerResponse, answer: RecordedAnswer, operation: Operation): void {
  if ('error' in answer) {
    const { error: code, message = code, status = 400 } = answer;
    const { status: written, headers, body } = errorAnswer({ code, message, status }, operation);
    response.writeHead(written, headers).end(body);
  } else if ('xml' in answer) {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer.xml);
  } else {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer.json));
  }
}

/** An answer of the services that write XML: the operation's result, wrapped as they do. */
export function queryAnswer(action: string, result: string): RecordedAnswer {
  const inner = `<${action}Result>${result}</${action}Result>`;
  return {
    xml: `<${action}Response>${inner}<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
  };
}
