import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

/** Something that a browser tells of its page. */
export interface BrowserEvent {
  readonly method: string;
  readonly params: unknown;
}

const message = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
});

/** The browser does not do what it is asked for. */
export class Refused extends Error {}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * The DevTools protocol over a browser's pipe, where each message is JSON and ends with a zero byte: no port, which others on
 * the machine could reach, and a browser ends when its pipe does. https://chromedevtools.github.io/devtools-protocol/
 */
export class Protocol {
  private readonly waiting = new Map<number, Waiting>();
  private ended: Error | undefined;
  private rest = '';
  private sent = 0;

  /** @param tell gets each event */
  constructor(
    private readonly input: Writable,
    output: Readable,
    private readonly tell: (event: BrowserEvent) => void,
  ) {
    // Who has ended reads no more; `end` says so.
    input.on('error', () => undefined);
    output.on('error', () => undefined);
    output.setEncoding('utf8').on('data', (text: string) => this.take(text));
  }

  /**
   * @param session of a page; else the browser itself is meant
   * @returns what the browser answers
   * @throws Refused
   * @throws Error if it has ended
   */
  send(method: string, params: Readonly<Record<string, unknown>> = {}, session?: string): Promise<unknown> {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.sent;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.input.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    });
  }

  /** Nothing is answered any more. */
  end(reason: Error): void {
    this.ended ??= reason;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }

  private take(text: string): void {
    const messages = (this.rest + text).split('\0');
    this.rest = messages.pop() ?? '';
    try {
      for (const one of messages) this.hear(message.parse(JSON.parse(one)));
    } catch (error) {
      this.end(new Error(`what it tells is not understood: ${String(error)}`));
    }
  }

  private hear({ id, result, error, method, params }: z.infer<typeof message>): void {
    if (method !== undefined) this.tell({ method, params });
    if (id === undefined) return;
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (error) waiting?.reject(new Refused(error.message));
    else waiting?.resolve(result);
  }
}
