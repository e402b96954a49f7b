import { randomUUID } from 'node:crypto';
import type { Operation } from './detect';

export interface ServiceError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Writes an error the way the called service writes its own, so that any AWS client reads it as one. */
export function errorAnswer(error: ServiceError, operation: Operation): ErrorAnswer {
  const id = randomUUID();
  const code = escapeXml(error.code);
  const message = escapeXml(error.message);
  const answer = (headers: Record<string, string>, body: string | Buffer): ErrorAnswer => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return { status: error.status, headers: { ...headers, 'content-length': String(bytes.length) }, body: bytes };
  };
  const wrapped = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${id}</RequestId></ErrorResponse>`;
  switch (operation.protocol) {
    case 'json':
      return answer(
        { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': id },
        JSON.stringify({ __type: error.code, message: error.message }),
      );
    case 'cbor':
      return answer(
        { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': id },
        // A map of two text pairs.
        Buffer.concat([Buffer.from([0xa2]), ...['__type', error.code, 'message', error.message].map(cborText)]),
      );
    case 'ec2':
      return answer(
        { 'content-type': 'text/xml' },
        `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${id}</RequestID></Response>`,
      );
    case 's3':
      return answer(
        { 'content-type': 'application/xml', 'x-amz-request-id': id },
        `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>${id}</RequestId></Error>`,
      );
    case 'query':
    case 'rest-xml':
      return answer({ 'content-type': 'text/xml', 'x-amzn-requestid': id }, wrapped);
    case 'rest-json':
    case 'none':
      return answer(
        { 'content-type': 'application/json', 'x-amzn-errortype': error.code, 'x-amzn-requestid': id },
        JSON.stringify({ message: error.message }),
      );
  }
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function cborText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(3);
  if (bytes.length < 24) return Buffer.concat([Buffer.from([0x60 + bytes.length]), bytes]);
  if (bytes.length < 256) return Buffer.concat([Buffer.from([0x78, bytes.length]), bytes]);
  head[0] = 0x79;
  head.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
