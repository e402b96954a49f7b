import type { Difference } from '../../events/events';
import type { Answer, Exchange } from '../http/exchange';
import { listen } from '../http/listen';
import type { Owned } from '../inventory/inventory';
import type { Door } from './door';

export interface EmulatedDoorServices {
  /** What an answered request went through as it is deployed now, the address itself included. */
  through(exchange: Exchange, answer: Answer): readonly Owned[];
  /** Has the emulator answer. */
  answer(exchange: Exchange): Promise<Answer>;
  used(resources: readonly Owned[], exchange: Exchange): void;
}

const differences: readonly Difference[] = [
  { onAws: 'the address answers over TLS', here: 'plain HTTP on 127.0.0.1; the emulator hands the request on' },
];

/** An address that the emulator itself answers, such as a function's own or that of an HTTP API, on a port of this machine. */
export async function openEmulatedDoor(
  resource: () => Owned,
  host: string,
  services: EmulatedDoorServices,
): Promise<Door> {
  const listening = await listen(async (exchange) => {
    // Only what has answered was used: a request that came to nothing shows nothing.
    const answer = await services.answer(exchange);
    services.used(services.through(exchange, answer), exchange);
    return answer;
  });
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
