import { Script } from 'node:vm';
import { Worker } from 'node:worker_threads';

/** What CloudFront hands to a function and takes back; names are lower-case, values as they were sent. */
export interface EdgeEvent {
  readonly version: '1.0';
  readonly context: {
    readonly distributionDomainName: string;
    readonly distributionId: string;
    readonly eventType: EventType;
    readonly requestId: string;
  };
  readonly viewer: { readonly ip: string };
  readonly request: EdgeRequest;
  readonly response?: EdgeResponse;
}

export type EventType = 'viewer-request' | 'viewer-response';

export type EdgeValues = Readonly<
  Record<string, { readonly value: string; readonly multiValue?: readonly { readonly value: string }[] }>
>;

export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: EdgeValues;
  readonly headers: EdgeValues;
  readonly cookies: EdgeValues;
}

export interface EdgeResponse {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers?: EdgeValues;
  readonly cookies?: EdgeValues;
  readonly body?: string | { readonly encoding?: 'text' | 'base64'; readonly data: string };
}

/** Milliseconds after which an endless function is ended: time on a clock, on a machine that does other things too. */
export const runLimitMs = 5000;

/** Runs the code that it is given once for each message, each time from its beginning and in a context of its own. */
const runner = `
const { createContext, Script } = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');
const script = new Script(workerData + '\\n;handler(JSON.parse(sent))');
parentPort.on('message', async ({ id, sent }) => {
  try {
    const context = createContext({ sent, console: { log() {} } }, { codeGeneration: { strings: false, wasm: false } });
    parentPort.postMessage({ id, answered: JSON.stringify(await script.runInContext(context)) });
  } catch (error) {
    parentPort.postMessage({ id, failed: String(error) });
  }
});
`;

interface Reply {
  readonly id: number;
  readonly answered?: string;
  readonly failed?: string;
}

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/**
 * The code of a CloudFront function, without modules, files, network and timers, in Node's JavaScript, which knows more than
 * CloudFront's. It runs in a thread of its own, because an endless one can't be ended otherwise.
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
export class EdgeFunction {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  /**
   * @param longestRunMs milliseconds after which it is ended
   * @throws SyntaxError if the code is no JavaScript
   */
  constructor(
    private readonly code: string,
    private readonly longestRunMs = runLimitMs,
  ) {
    // Compiled here to see whether it can be; the thread compiles it for itself.
    new Script(code);
  }

  /**
   * A request to go on with, or the response that ends the matter.
   *
   * @throws Error if the function fails, takes too long, or returns neither
   */
  async run(event: EdgeEvent): Promise<EdgeRequest | EdgeResponse> {
    this.count += 1;
    const id = this.count;
    const timer = setTimeout(() => this.end(`it did not end in ${this.longestRunMs} ms`), this.longestRunMs);
    try {
      const { answered, failed } = await new Promise<Reply>((resolve, reject) => {
        this.waiting.set(id, { resolve, reject });
        this.started().postMessage({ id, sent: JSON.stringify(event) });
      });
      if (answered === undefined) throw new Error(failed ?? 'it returned nothing');
      return JSON.parse(answered) as EdgeRequest | EdgeResponse;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }

  /** Ends the thread, and with it whatever still runs. */
  close(): Promise<unknown> {
    return this.end('the door was closed');
  }

  private started(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(runner, { eval: true, env: {}, workerData: this.code });
    worker.on('message', (reply: Reply) => this.waiting.get(reply.id)?.resolve(reply));
    worker.on('error', (error) => this.end(String(error)));
    // It ends with the rehearsal at the latest.
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private end(reason: string): Promise<unknown> {
    const { worker } = this;
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    return worker?.terminate() ?? Promise.resolve();
  }
}
