import { z } from 'zod';
import { unavailable } from '../step';
import type { BrowserEvent } from './protocol';

/** Something that went wrong in a page. */
export interface Trouble {
  /** A clause, for example `a script threw Error: no, at /app.js:3:7`. */
  readonly what: string;
  /** Whether a good shop may show it once. */
  readonly passing: boolean;
}

const exception = z.object({
  exceptionDetails: z.object({
    exceptionId: z.number(),
    text: z.string(),
    url: z.string().optional(),
    lineNumber: z.number(),
    columnNumber: z.number(),
    exception: z.object({ description: z.string().optional(), value: z.unknown().optional() }).optional(),
    stackTrace: z
      .object({
        callFrames: z.array(z.object({ url: z.string(), lineNumber: z.number(), columnNumber: z.number() })),
      })
      .optional(),
  }),
});
const revoked = z.object({ exceptionId: z.number() });
const request = z.object({ requestId: z.string(), request: z.object({ url: z.string() }) });
const response = z.object({
  requestId: z.string(),
  type: z.string(),
  response: z.object({ url: z.string(), status: z.number() }),
});
const failed = z.object({
  requestId: z.string(),
  type: z.string(),
  errorText: z.string(),
  canceled: z.boolean().optional(),
  blockedReason: z.string().optional(),
});
const entry = z.object({
  entry: z.object({ source: z.string(), level: z.string(), text: z.string(), url: z.string().optional() }),
});

/** What a name outside of the shop's hosts comes to. */
const noSuchHost = 'net::ERR_NAME_NOT_RESOLVED';

/**
 * What has gone wrong in a page so far, as its browser tells: https://chromedevtools.github.io/devtools-protocol/. What a page
 * writes to its console is its own matter, and so are pictures and styles that are missing.
 */
export class PageEvents {
  private readonly exceptions = new Map<number, Trouble>();
  private readonly scripts: Trouble[] = [];
  private readonly requests = new Map<string, string>();
  /** Data that the page did not get, as clauses. */
  readonly unanswered: string[] = [];

  private readonly hear = new Map<string, (params: unknown) => void>([
    ['Runtime.exceptionThrown', (params) => this.threw(exception.parse(params).exceptionDetails)],
    // A rejected promise that somebody has caught after all.
    ['Runtime.exceptionRevoked', (params) => void this.exceptions.delete(revoked.parse(params).exceptionId)],
    ['Network.requestWillBeSent', (params) => this.sent(request.parse(params))],
    ['Network.responseReceived', (params) => this.answered(response.parse(params))],
    ['Network.loadingFailed', (params) => this.failed(failed.parse(params))],
    ['Log.entryAdded', (params) => this.logged(entry.parse(params).entry)],
    ['Inspector.targetCrashed', () => void this.scripts.push({ what: 'the page crashed', passing: false })],
  ]);

  constructor(private readonly origin: string) {}

  /** Of scripts, in the order of their importance. */
  get troubles(): readonly Trouble[] {
    return [...this.exceptions.values(), ...this.scripts];
  }

  add({ method, params }: BrowserEvent): void {
    this.hear.get(method)?.(params);
  }

  private threw(details: z.infer<typeof exception>['exceptionDetails']): void {
    const { exceptionId, text, exception: thrown, stackTrace } = details;
    // The description of an error goes on with its stack.
    const words = thrown?.description?.split('\n    at ')[0] ?? JSON.stringify(thrown?.value) ?? text;
    const [frame = { ...details, url: details.url ?? '' }] = stackTrace?.callFrames ?? [];
    const place = `${this.pathOf(frame.url)}:${frame.lineNumber + 1}:${frame.columnNumber + 1}`;
    const how = text.includes('(in promise)') ? 'nobody caught the rejection of a promise,' : 'a script threw';
    this.exceptions.set(exceptionId, { what: `${how} ${words}, at ${place}`, passing: false });
  }

  private sent({ requestId, request: { url } }: z.infer<typeof request>): void {
    this.requests.set(requestId, url);
  }

  private answered({ type, response: { url, status } }: z.infer<typeof response>): void {
    if (status < 400) return;
    this.missed(type, url, `status ${status}`, unavailable.includes(status));
  }

  private failed({ requestId, type, errorText, canceled, blockedReason }: z.infer<typeof failed>): void {
    // The page gave it up itself, or its status has said it.
    if (canceled) return;
    const passing = blockedReason === undefined && errorText !== noSuchHost;
    this.missed(type, this.requests.get(requestId) ?? '', blockedReason ?? errorText, passing);
  }

  private missed(type: string, url: string, why: string, passing: boolean): void {
    const what = `${this.pathOf(url)} could not be loaded: ${why}`;
    if (type === 'Script') this.scripts.push({ what: `the script ${what}`, passing });
    else if (passing && (type === 'Fetch' || type === 'XHR')) this.unanswered.push(what);
  }

  /** Such as a module that comes as another type than a script's. */
  private logged({ source, level, text, url = '' }: z.infer<typeof entry>['entry']): void {
    if (source !== 'javascript' || level !== 'error') return;
    this.scripts.push({ what: `the browser refuses ${this.pathOf(url)}: ${text}`, passing: false });
  }

  /** Without the origin of the page. */
  private pathOf(address: string): string {
    return address.startsWith(`${this.origin}/`) ? address.slice(this.origin.length) : address;
  }
}
