import type { Access } from '../accounts/access';
import { clientSettings } from '../accounts/clients';
import { Turns } from './turns';

type ClientSettings = ReturnType<typeof clientSettings>;

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
   * The one client of a service, whose calls wait for their turn.
   *
   * @param sideBySide how many go at a time; fewer for a service that throttles early
   */
  client<Client extends AwsClient>(
    Service: new (settings: ClientSettings) => Client,
    sideBySide = mostSideBySide,
  ): Client {
    const known = this.clients.get(Service);
    if (known !== undefined) return known as Client;
    const made = new Service(clientSettings(this.access.credentials, this.region));
    const turns = new Turns(sideBySide);
    made.middlewareStack.add((next) => (args) => turns.take(() => next(args)), { step: 'initialize', name: 'turns' });
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
