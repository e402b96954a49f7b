import { runInNewContext } from 'node:vm';
import type { EdgeRequest, EdgeResponse } from '../../packages/rehearsal/src/cloud/doors/edge-function';

/** What the code of a CloudFront function makes of a request for an address of the site. */
export function answerTo(uri: string, code: string): EdgeRequest | EdgeResponse {
  const request: EdgeRequest = { method: 'GET', uri, querystring: {}, headers: {}, cookies: {} };
  return JSON.parse(runInNewContext(`${code};JSON.stringify(handler(${JSON.stringify({ request })}))`));
}
