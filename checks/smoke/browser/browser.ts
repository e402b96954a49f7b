import { z } from 'zod';
import { BrowserProcess } from './browser-process';
import { type BrowserEvent, Protocol } from './protocol';

/** Milliseconds, of this machine's own clock: a browser that was never started before reads hundreds of megabytes. */
const startWithinMs = 20_000;

/** A browser is there and could not be started, which says nothing of the shop. */
export class NotStarted extends Error {}

export interface BrowserOrder {
  readonly program: string;
  /** The only hosts that it finds. */
  readonly hosts: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Ends it at once. */
  readonly signal: AbortSignal;
}

/** A browser with one empty page. */
export class Browser {
  private constructor(
    private readonly process: BrowserProcess,
    private readonly protocol: Protocol,
    private readonly session: string,
    private readonly listeners: ((event: BrowserEvent) => void)[],
    /** For example `Chrome/156.0.8078.114`. */
    readonly version: string,
    private readonly letGo: () => void,
  ) {}

  /**
   * Starts it, up to an empty page that answers.
   *
   * @throws NotStarted if it does not come so far in time
   * @throws the signal's reason
   */
  static async start({ program, hosts, variables, signal }: BrowserOrder): Promise<Browser> {
    signal.throwIfAborted();
    const process = new BrowserProcess(program, hosts, variables);
    const kill = () => process.kill();
    signal.addEventListener('abort', kill, { once: true });
    const letGo = () => signal.removeEventListener('abort', kill);
    let late = false;
    const clock = setTimeout(() => {
      late = true;
      kill();
    }, startWithinMs);
    const listeners: ((event: BrowserEvent) => void)[] = [];
    const protocol = new Protocol(process.input, process.output, (event) => {
      for (const listener of listeners) listener(event);
    });
    void process.ended.then((reason) => protocol.end(reason));
    try {
      const { product } = z.object({ product: z.string() }).parse(await protocol.send('Browser.getVersion'));
      const session = await openPage(protocol);
      return new Browser(process, protocol, session, listeners, product, letGo);
    } catch (error) {
      kill();
      letGo();
      await process.end();
      signal.throwIfAborted();
      const why = late ? `it did not answer within ${startWithinMs / 1000} s` : (error as Error).message;
      throw new NotStarted(`${program} could not be started: ${why}`);
    } finally {
      clearTimeout(clock);
    }
  }

  /** Tells what happens in the page. */
  listen(listener: (event: BrowserEvent) => void): void {
    this.listeners.push(listener);
  }

  /** Asks the page. @throws Refused, or Error if the browser has ended */
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.protocol.send(method, params, this.session);
  }

  /** Ends it, and all that it has started. */
  async end(): Promise<void> {
    // Its answer is its end.
    void this.protocol.send('Browser.close').catch(() => undefined);
    await this.process.end();
    this.letGo();
  }
}

/** Opens an empty page, lets it tell what happens in it, and sees it run a script. */
async function openPage(protocol: Protocol): Promise<string> {
  const opened = await protocol.send('Target.createTarget', { url: 'about:blank' });
  const { targetId } = z.object({ targetId: z.string() }).parse(opened);
  const attached = await protocol.send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = z.object({ sessionId: z.string() }).parse(attached);
  for (const domain of ['Inspector', 'Log', 'Network', 'Runtime']) {
    await protocol.send(`${domain}.enable`, {}, sessionId);
  }
  await protocol.send('Runtime.evaluate', { expression: '1' }, sessionId);
  return sessionId;
}
