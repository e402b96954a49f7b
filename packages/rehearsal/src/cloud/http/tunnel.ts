import { request as ask, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Destination } from './forward';
import type { Upgrade } from './listen';

/**
 * Leads a client that asks for another protocol, such as WebSocket, to a server, and lets both talk.
 *
 * @returns whether the server has agreed to the protocol; its refusal is the client's answer, 502 where it can't be reached
 */
export function tunnel({ request, socket, head }: Upgrade, to: Destination): Promise<boolean> {
  const onward = ask({
    host: to.host,
    port: to.port,
    path: to.url ?? request.url,
    method: request.method,
    headers: { ...request.headers, ...to.headers },
    timeout: to.timeoutMs,
  });
  // Either may go at any time; the other then goes, too.
  socket.on('error', () => onward.destroy());
  return new Promise((resolve) => {
    onward.once('upgrade', (answer, peer, ahead) => {
      onward.setTimeout(0);
      socket.write(headOf(answer));
      join(socket, peer);
      if (ahead.length > 0) socket.write(ahead);
      if (head.length > 0) peer.write(head);
      resolve(true);
    });
    onward.once('response', (answer) => {
      socket.write(headOf(answer));
      answer.pipe(socket);
      resolve(false);
    });
    onward.once('timeout', () => onward.destroy());
    onward.once('error', () => {
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      resolve(false);
    });
    onward.end();
  });
}

function join(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.once('close', () => to.destroy());
  }
}

/** Status line and headers as the server has sent them. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
