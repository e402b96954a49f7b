import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type Address, authorityOf } from './address';
import type { UpstreamProxy } from './upstream-proxy';

/** Milliseconds that a connection may take. */
const connectMs = 30_000;

/**
 * Opens a connection, directly or by a tunnel through another proxy.
 *
 * @throws Error with what a person may read of it: no proxy's user or password is in it
 */
export function dial(address: Address, upstream: UpstreamProxy | undefined): Promise<Socket> {
  return upstream === undefined ? dialDirectly(address) : dialThrough(address, upstream);
}

function dialDirectly({ host, port }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // The end of what one side says must not cut off what the other one still says.
    const socket = connect({ host, port, allowHalfOpen: true });
    const limit = setTimeout(() => socket.destroy(new Error('no answer')), connectMs);
    socket.once('connect', () => {
      clearTimeout(limit);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('close', () => clearTimeout(limit));
    socket.once('error', reject);
  });
}

function dialThrough(address: Address, upstream: UpstreamProxy): Promise<Socket> {
  const authority = authorityOf(address);
  return new Promise((resolve, reject) => {
    const request = requestOf(upstream, {
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...authorizationOf(upstream) },
    });
    const limit = setTimeout(() => request.destroy(new Error('no answer')), connectMs);
    const refuse = (why: string) => reject(new Error(`${why} (by the proxy ${authorityOf(upstream)})`));
    request.once('connect', ({ statusCode }, socket: Socket, head) => {
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      } else {
        socket.destroy();
        refuse(`answered with ${statusCode}`);
      }
    });
    request.once('error', (error) => refuse(error.message));
    request.once('close', () => clearTimeout(limit));
    request.end();
  });
}

/** A request to the proxy itself, by a connection of its own. */
function requestOf(
  { host, port, secure }: UpstreamProxy,
  options: { readonly method: string; readonly path: string; readonly headers: Record<string, string> },
): ClientRequest {
  return (secure ? httpsRequest : httpRequest)({ ...options, host, port, agent: false });
}

/** The header by which a proxy knows its user. */
export function authorizationOf({ authorization }: UpstreamProxy): Record<string, string> {
  return authorization === undefined ? {} : { 'proxy-authorization': authorization };
}
