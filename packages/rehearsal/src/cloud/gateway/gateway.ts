import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '@delivery/coded-error';
import type { CallFault } from '../base/contracts';
import { authorizationFor, type Credential, credentialOf } from '../base/credential';
import type { Ledger } from '../base/ledger';
import type { Publications } from '../base/publications';
import type { UpstreamAnswer } from '../base/upstream';
import { withAlarmMetrics } from './alarm-metrics';
import { carriesAddress, restoreAnswer, rewriteAddress } from './answers';
import { type CallFaults, faultError } from './call-faults';
import type { CallQuotas } from './call-quotas';
import type { Callers, KnownCaller } from './callers';
import { detect, type Operation } from './detect';
import { type ErrorAnswer, errorAnswer, type ServiceError } from './error-answer';
import { heldAnswer, isPoll } from './held-polls';
import { type OwnAnswerParts, ownAnswer } from './own-answers';
import { withoutSignature } from './presigned';
import { gatewayFailureCode, RefusedCall } from './refused-call';
import { isRead, type ReadBody, readBody } from './request-body';
import type { ServiceModels } from './service-models';
import { subjectsOf } from './subjects';
import type { TemplatePassage } from './template-passage';

export interface GatewayParts extends OwnAnswerParts {
  readonly emulatorPort: number;
  readonly callers: Callers;
  readonly models: ServiceModels;
  readonly ledger: Ledger;
  readonly faults: CallFaults;
  readonly quotas: CallQuotas;
  readonly templates: TemplatePassage;
  /** Where messages that a topic has taken are kept. */
  readonly publications: Publications;
  /** What an alarm of metric math looks at; nothing for any other alarm. */
  alarmMetrics(at: { readonly account: string; readonly region: string }, name: string): readonly object[] | undefined;
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  /** Answers the gateway's own paths, below `/_rehearsal/`. */
  internal(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
}

/** Path prefix by which a function calls as itself: its access key can't be chosen, its endpoint can. */
const callerPrefix = /^\/_caller\/([A-Z0-9]+)(\/.*)$/;
/**
 * The status of the gateway's own failures. Never a 5xx: clients would take it for an overload and repeat the call for most
 * of a minute.
 */
const ownFailure = 400;
const derived = new Set(['CreateChangeSet', 'CreateStack', 'UpdateStack']);
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect', 'upgrade']);

/** One request on its way. */
interface Passage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: KnownCaller;
  readonly credential: Credential | undefined;
  readonly operation: Operation;
  readonly target: string;
  readonly body: ReadBody | undefined;
  /** The fault that was taken for this call, where it is passed on all the same. */
  readonly fault: CallFault | undefined;
  readonly signal: AbortSignal;
  /** Called if the function that the call invokes has failed. */
  functionFailed(): void;
}

/** The one door through which everything that speaks AWS goes to the emulator. */
export class Gateway {
  private readonly server: Server;
  private address = '';

  constructor(private readonly parts: GatewayParts) {
    this.server = createServer((request, response) => {
      void this.take(request, response);
    });
    this.server.on('checkContinue', (request, response) => {
      response.writeContinue();
      void this.take(request, response);
    });
    // Calls that wait for a stack or a function may take long; idle connections are closed by the clients.
    this.server.requestTimeout = 0;
    this.server.keepAliveTimeout = 60_000;
  }

  /** Base URL, once it listens. */
  get endpoint(): string {
    return this.address;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
    this.address = `http://127.0.0.1:${address.port}`;
    return this.address;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    let operation: Operation = { service: 'unsigned', action: '', protocol: 'none' };
    let failed = false;
    const functionFailed = (): void => {
      failed = true;
    };
    let finish = (_status: number): void => undefined;
    try {
      const prefix = callerPrefix.exec(request.url ?? '/');
      const target = prefix?.[2] ?? request.url ?? '/';
      const url = new URL(target, 'http://gateway');
      if (url.pathname.startsWith('/_rehearsal/')) return await this.parts.internal(request, response, url.pathname);
      const credential = credentialOf(request.headers.authorization, url.searchParams);
      const contentType = request.headers['content-type'] ?? '';
      const body = isRead(credential?.service, contentType) ? await readBody(request, contentType) : undefined;
      operation = detect(
        {
          method: request.method ?? 'GET',
          url,
          headers: request.headers,
          form: body?.form,
          service: credential?.service,
        },
        (service) => this.parts.models.routes(service),
      );
      const caller = this.identify(prefix?.[1], credential);
      const subjects = subjectsOf(url, body?.form, body?.json);
      finish = (status: number): void =>
        this.parts.ledger.add({
          at: Date.now(),
          caller: caller?.name ?? 'unknown key',
          account: caller?.account ?? '-',
          region: credential?.region ?? this.parts.defaultRegion,
          service: operation.service,
          action: operation.action,
          status,
          ms: Math.round((performance.now() - startedAt) * 100) / 100,
          subjects,
          target: subjects[0],
          roleArn: caller?.roleArn,
          ...(failed ? { functionFailed: true } : {}),
        });
      if (caller === undefined) {
        request.resume();
        const code = operation.service === 's3' ? 'InvalidAccessKeyId' : 'InvalidClientTokenId';
        const message =
          'this access key was not given out by the rehearsal: nothing but the local cloud can be reached here';
        finish(send(response, errorAnswer({ code, message, status: 403 }, operation)));
        return;
      }
      const fault = this.parts.faults.take(operation, caller.name);
      if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false, signal: gone.signal });
      const error = fault === undefined ? this.throttled(operation, caller, credential) : faultError(fault);
      if (error !== undefined) {
        request.resume();
        finish(send(response, errorAnswer(error, operation)));
        return;
      }
      const { signal } = gone;
      const passage = { request, response, caller, credential, operation, target, body, fault, signal, functionFailed };
      finish(await this.pass(passage));
    } catch (failure) {
      if (response.headersSent || gone.signal.aborted) {
        response.destroy();
        return;
      }
      request.resume();
      finish(send(response, errorAnswer(failureAnswer(failure, operation), operation)));
    }
  }

  /** The rehearsal's own calls stand for what AWS does within itself, and no quota counts those. */
  private throttled(
    operation: Operation,
    { name, account }: KnownCaller,
    credential: Credential | undefined,
  ): ServiceError | undefined {
    if (name.startsWith('rehearsal')) return undefined;
    return this.parts.quotas.refusal(operation, { account, region: credential?.region ?? this.parts.defaultRegion });
  }

  /** Who calls; undefined if the key is not one of this run's. Unsigned requests belong to the default account. */
  private identify(prefixKey: string | undefined, credential: Credential | undefined): KnownCaller | undefined {
    const { callers, defaultAccount, defaultRegion } = this.parts;
    if (prefixKey !== undefined) return callers.find(prefixKey);
    if (credential !== undefined) return callers.find(credential.accessKey);
    return { name: 'unsigned', account: defaultAccount, region: defaultRegion, session: false };
  }

  private async pass(passage: Passage): Promise<number> {
    const { response, caller, operation, body } = passage;
    const region = passage.credential?.region ?? this.parts.defaultRegion;
    const { service, action } = operation;
    const planted = passage.fault?.scanFindings;
    const own = await ownAnswer(this.parts, { caller, operation, region, body, planted });
    if (own !== undefined) return send(response, own);
    if (service === 'cloudformation' && derived.has(action) && body?.form !== undefined) {
      const form = await this.parts.templates.derive(body.form, { account: caller.account, region });
      return this.answer({ ...passage, body: { bytes: Buffer.from(form.toString()), form } }, region);
    }
    const status = await this.answer(passage, region);
    if (status === 200 && service === 'sns' && action === 'Publish') this.keepPublication(passage, region);
    return status;
  }

  private keepPublication({ caller, body }: Passage, region: string): void {
    const { name, account } = caller;
    const [topic = '', subject = '', text = ''] = ['TopicArn', 'Subject', 'Message'].map(
      (field) => body?.form?.get(field) ?? '',
    );
    this.parts.publications.add({ caller: name, account, region, topic, subject, text });
  }

  /** Passes a request on and its answer back; what needs rewriting is read first, everything else flows through. */
  private async answer(passage: Passage, region: string): Promise<number> {
    const { response, operation, body, signal, caller } = passage;
    const { service, action } = operation;
    const { path, headers, expired } = this.outgoing(passage, region);
    if (expired) {
      passage.request.resume();
      return send(
        response,
        errorAnswer({ code: 'AccessDenied', message: 'Request has expired', status: 403 }, operation),
      );
    }
    const method = passage.request.method ?? 'GET';
    const { upstream, emulatorPort } = this.parts;
    if (isPoll(service, action, body?.form)) {
      const ask = (): Promise<UpstreamAnswer> => upstream.request(method, path, headers, body?.bytes, signal);
      const held = await heldAnswer(ask, signal);
      return sendText(response, held.status, held.headers, restoreAnswer(action, held.body.toString()));
    }
    const streamed = body === undefined && hasBody(passage.request) ? passage.request : null;
    const answer = await upstream.pool.request({
      method: method as 'GET',
      path,
      headers,
      body: body === undefined ? streamed : body.bytes.length > 0 ? body.bytes : null,
      signal,
    });
    // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionError)
    if (service === 'lambda' && answer.headers['x-amz-function-error'] !== undefined) passage.functionFailed();
    const contentType = String(answer.headers['content-type'] ?? '');
    if (service === 'monitoring' && action === 'DescribeAlarms' && operation.protocol === 'json') {
      const text = await answer.body.text();
      const at = { account: caller.account, region };
      const whole =
        answer.statusCode === 200 ? withAlarmMetrics(text, (name) => this.parts.alarmMetrics(at, name)) : text;
      return sendText(response, answer.statusCode, answer.headers, whole);
    }
    if (service === 'cloudformation' || service === 'sts' || carriesAddress(service, contentType)) {
      const text = await answer.body.text();
      if (service === 'sts' && answer.statusCode === 200) this.registerSession(action, text, caller);
      return sendText(response, answer.statusCode, answer.headers, this.rewritten(service, action, text, emulatorPort));
    }
    response.writeHead(answer.statusCode, plainHeaders(answer.headers));
    await pipeline(answer.body, response);
    return answer.statusCode;
  }

  private outgoing(
    passage: Passage,
    region: string,
  ): { readonly path: string; readonly headers: Record<string, string>; readonly expired: boolean } {
    const { request, caller, credential, operation, body } = passage;
    const headers = plainHeaders(request.headers) as Record<string, string>;
    if (body !== undefined) headers['content-length'] = String(body.bytes.length);
    if (credential === undefined) return { path: passage.target, headers, expired: false };
    const service = credential.service || operation.service;
    // The emulator knows the accounts of the session keys that it gave out itself; ours stand for an account.
    const known = caller.session ? credential.accessKey : caller.account;
    if (!credential.presigned) {
      if (!caller.session) {
        headers.authorization = authorizationFor(known, region, service);
        delete headers['x-amz-security-token'];
      }
      return { path: passage.target, headers, expired: false };
    }
    const unsigned = withoutSignature(passage.target, Date.now());
    Object.assign(headers, unsigned.headers, { authorization: authorizationFor(known, region, service) });
    return { path: unsigned.path, headers, expired: unsigned.expired };
  }

  private rewritten(service: string, action: string, text: string, emulatorPort: number): string {
    if (service === 'sts') return text;
    if (service !== 'cloudformation') return rewriteAddress(text, emulatorPort, this.address);
    return restoreAnswer(action, action === 'GetTemplate' ? this.parts.templates.restore(text) : text);
  }

  private registerSession(action: string, xml: string, caller: KnownCaller): void {
    if (!action.startsWith('AssumeRole')) return;
    const key = /<AccessKeyId>([^<]+)/.exec(xml)?.[1];
    const arn = /<Arn>([^<]+)/.exec(xml)?.[1];
    if (key !== undefined && arn !== undefined) this.parts.callers.registerSession(key, caller, arn);
  }
}

function failureAnswer(failure: unknown, operation: Operation): ServiceError {
  const message = failure instanceof Error ? failure.message : String(failure);
  if (failure instanceof RefusedCall) return { code: failure.code, message, status: failure.status };
  // CloudFormation's word for a template that it can't take; everything else has a name of its own.
  const ofTemplate = failure instanceof CodedError && operation.service === 'cloudformation';
  const code = ofTemplate ? 'ValidationError' : gatewayFailureCode;
  return { code, message, status: ownFailure };
}

function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return (length !== undefined && length !== '0') || request.headers['transfer-encoding'] !== undefined;
}

function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.has(name.toLowerCase()) ? [] : [[name, value] as const],
    ),
  );
}

function send(response: ServerResponse, answer: ErrorAnswer): number {
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
  return answer.status;
}

function sendText(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  text: string,
): number {
  const body = Buffer.from(text);
  response.writeHead(status, { ...plainHeaders(headers), 'content-length': String(body.length) });
  response.end(body);
  return status;
}
