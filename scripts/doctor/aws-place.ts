import type { Access } from '../accounts/access';
import { type AwsRefusal, refusalOf } from '../accounts/aws-error';
import { clientSettings } from '../accounts/clients';
import { Turns } from './turns';

/**
 * How often a client of the doctor tries: by the mode that keeps no first try waiting, and for seven seconds at the most, because
 * some looks ask one service after another
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
 */
const tries = { retryMode: 'standard', maxAttempts: 5 } as const;

export type ClientSettings = Omit<ReturnType<typeof clientSettings>, keyof typeof tries> & typeof tries;

/** What all AWS clients have that is needed here. */
interface AwsClient {
  readonly middlewareStack: {
    add(
      middleware: <Output>(next: (args: never) => Promise<Output>) => (args: never) => Promise<Output>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
  destroy(): void;
}

/**
 * Calls of one client at a time, so that a look of many questions leaves room for whoever else asks; accounts, regions and
 * services go side by side anyway.
 */
const mostSideBySide = 5;

/** A service that refuses so, after all tries, refuses the next call too: somebody waits, and dozens of calls may come. */
const lasting: readonly AwsRefusal[] = ['throttled', 'unreachable'];

/** One account and region as the looks see it: clients of their own, and answers that several looks need, asked for once. */
export class AwsPlace {
  private readonly clients = new Map<unknown, AwsClient>();
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(
    private readonly access: Access,
    readonly region: string,
  ) {}

  get account(): string {
    return this.access.account;
  }

  /**
   * The one client of a service, whose calls wait for their turn. Where one was throttled or not answered to the end, all that wait
   * have failed as well.
   *
   * @param sideBySide how many go at a time; fewer for a service that throttles early
   */
  client<Client extends AwsClient>(
    Service: new (settings: ClientSettings) => Client,
    sideBySide = mostSideBySide,
  ): Client {
    const known = this.clients.get(Service);
    if (known !== undefined) return known as Client;
    const made = new Service({ ...clientSettings(this.access.credentials, this.region), ...tries });
    const turns = new Turns(sideBySide);
    let refusal: unknown;
    const inTurn = <Output>(call: () => Promise<Output>) =>
      turns.take(async () => {
        if (refusal !== undefined) throw refusal;
        try {
          return await call();
        } catch (error) {
          if (lasting.includes(refusalOf(error))) refusal = error;
          throw error;
        }
      });
    made.middlewareStack.add((next) => (args) => inTurn(() => next(args)), { step: 'initialize', name: 'turns' });
    this.clients.set(Service, made);
    return made;
  }

  /** An answer that several looks need: asked for once, whoever is first. */
  once<Answer>(name: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.answers.get(name) ?? ask();
    this.answers.set(name, known);
    return known as Promise<Answer>;
  }

  /** Ends the clients' connections. */
  close(): void {
    for (const client of this.clients.values()) client.destroy();
  }
}
