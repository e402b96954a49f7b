import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LoopbackAnswer, loopbackPath } from '../../loopback/loopback-interface';
import type { Backing } from '../base/contracts';
import type { StateRefusals } from '../state-refusals/state-refusals';
import { askedChange, changePath } from './asked-change';
import { asCustomResourceEvent } from './custom-resource';
import { type Relay, relayPath, relayTokenHeader } from './relay';
import { readBody } from './request-body';

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

export interface InternalParts {
  readonly clockFactor: number;
  /** Seconds that a load test's load lasts at most; undefined: as its profile says. */
  readonly loadSeconds: number | undefined;
  backing(): Backing;
  relay(): Relay;
  readonly stateRefusals: Pick<StateRefusals, 'judge' | 'names'>;
}

/** Answers the gateway's own paths. They don't exist for a request that names another host than this machine itself. */
export async function answerInternal(
  parts: InternalParts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  if (!loopbackHost.test(request.headers.host ?? '')) return refuse(request, response, 404);
  if (request.method === 'GET' && path === loopbackPath) {
    const unfed = parts.backing().unfedAlarms();
    const answer: LoopbackAnswer = {
      clock: { factor: parts.clockFactor },
      ...(parts.loadSeconds !== undefined && { load: { seconds: parts.loadSeconds } }),
      unfed: unfed.map(({ name, reason }) => ({ name, reason })),
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    return;
  }
  if (request.method === 'POST' && path === relayPath) {
    const relay = parts.relay();
    if (!relay.trusts(request.headers[relayTokenHeader])) return refuse(request, response, 403);
    const { json } = await readBody(request, 'application/json');
    const event = asCustomResourceEvent(json);
    if (event === undefined) return refuse(request, response, 400);
    // The function ends at once; CloudFormation hears of the outcome by the event's own address, however long it takes.
    response.writeHead(202).end();
    void relay.receive(event);
    return;
  }
  if (request.method === 'POST' && path === changePath) {
    const { json } = await readBody(request, 'application/json');
    const change = askedChange(json);
    if (change === undefined) return refuse(request, response, 400);
    const { stateRefusals } = parts;
    const refused = change.step === 'names' ? await stateRefusals.names(change) : await stateRefusals.judge(change);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ refused: refused ?? null }));
    return;
  }
  refuse(request, response, 404);
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  response.writeHead(status).end();
}
