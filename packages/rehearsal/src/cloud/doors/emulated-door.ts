import type { Difference } from '../../events/events';
import type { Owned } from '../deployed/deployed-stacks';
import type { Answer, Exchange } from '../http/exchange';
import type { Destination } from '../http/forward';
import { listen, type Upgrade } from '../http/listen';
import { tunnel } from '../http/tunnel';
import type { Door } from './door';

export interface EmulatedDoorServices {
  /** What an answered request, or one for a WebSocket, went through as it is deployed now, the address itself included. */
  through(exchange: Exchange, answer?: Answer): readonly Owned[];
  /** Has the emulator answer. */
  answer(exchange: Exchange): Promise<Answer>;
  /** Where the emulator takes a WebSocket. @default - nowhere: who asks for one is answered as any other client */
  socketAt?(url: string): Destination;
  used(resources: readonly Owned[], exchange: Exchange): void;
}

/** What the emulator answers in place of a function that failed. */
export const failedStatus = 502;

const differences: readonly Difference[] = [
  { onAws: 'the address answers over TLS', here: 'plain HTTP on 127.0.0.1; the emulator hands the request on' },
];

/** An address that the emulator itself answers, such as a function's own or that of an HTTP API, on a port of this machine. */
export async function openEmulatedDoor(
  resource: () => Owned,
  host: string,
  services: EmulatedDoorServices,
): Promise<Door> {
  const { socketAt } = services;
  // Only what has answered was used: a request that came to nothing shows nothing.
  const upgraded = async (upgrade: Upgrade, destination: Destination): Promise<void> => {
    const { method = 'GET', url = '/', headers } = upgrade.request;
    const exchange = { method, url, headers };
    if (await tunnel(upgrade, destination)) services.used(services.through(exchange), exchange);
  };
  const listening = await listen(
    async (exchange) => {
      const answer = await services.answer(exchange);
      services.used(services.through(exchange, answer), exchange);
      return answer;
    },
    socketAt && ((upgrade) => void upgraded(upgrade, socketAt(upgrade.request.url ?? '/'))),
  );
  return {
    get environment() {
      return resource().environment;
    },
    get resource() {
      return resource();
    },
    hosts: [host],
    url: listening.url,
    differences,
    close: () => listening.close(),
  };
}
