import type { Difference } from '../../events/events';
import type { Owned } from '../deployed/deployed-stacks';
import { type Answer, type Exchange, header, json, pathOf } from '../http/exchange';
import { type Listening, listen } from '../http/listen';
import type { Listener, LoadBalancer } from '../workloads/load-balancer';
import type { ApiKeys } from './api-keys';
import type { Door, DoorRequest } from './door';
import { failedStatus } from './emulated-door';
import { integrationHeaders, integrationPath } from './integration-request';
import type { PathVariables } from './request-parameter';
import { missingParameters, validated } from './request-validation';
import { type Integration, type Method, matchPath, type RestApiModel } from './rest-api-model';
import { isSigned } from './signature';

export interface RestApiServices {
  /** The API as it is deployed now. */
  model(): RestApiModel;
  stage(name: string): Owned | undefined;
  /** Whether the stage is part of the path that a VPC link carries to the load balancer. */
  readonly stageInPath: boolean;
  /** Whether a web ACL is associated with a stage of the API. */
  isGuarded(): boolean;
  /** Whether a stage of the API has a cache. */
  isCached(): boolean;
  readonly keys: ApiKeys;
  /** Load balancer and listener behind an integration. */
  behind(integration: Integration): { readonly loadBalancer: LoadBalancer; readonly listener: Listener } | undefined;
  /** The function behind an integration, where it is of the same environment. */
  functionBehind(integration: Integration): readonly Owned[];
  /** Has the emulator answer a request as it came: it knows the functions behind an API. */
  emulated(exchange: Exchange): Promise<Answer>;
  used(resources: readonly Owned[], exchange: Exchange): void;
  record(request: DoorRequest & { readonly stage: string }): void;
}

const overTls: Difference = { onAws: 'API Gateway answers over TLS', here: 'plain HTTP on 127.0.0.1' };
const notGuarded: Difference = { onAws: 'the web ACL sees each request', here: 'it is not applied' };
const notCached: Difference = { onAws: 'the stage caches where caching is on', here: 'nothing is cached' };
const withoutLink: Difference = {
  onAws: 'a VPC link carries the request to the load balancer',
  here: 'it is handed over within the process',
};
/** AWS's guide says that the stage is in the path; who leaves it out must say so. */
const withoutStage: Difference = {
  onAws: 'API Gateway sends the stage along in the path of a private integration',
  here: 'it is left out',
};

const forbidden = json(403, { message: 'Forbidden' });
const timedOut = json(504, { message: 'Endpoint request timed out' });

/** What a request came to; the stage where it names one that there is. */
interface Answered {
  readonly answer: Answer;
  readonly stage?: string;
}

/** A REST API on a port of this machine: stages, paths, keys, usage plans, and HTTP integrations to a load balancer. */
export class RestApiDoor implements Door {
  readonly hosts: readonly string[];

  private constructor(
    private readonly api: () => Owned,
    host: string,
    private readonly services: RestApiServices,
    private readonly listening: Listening,
  ) {
    this.hosts = [host];
  }

  /**
   * @param api the API as it is deployed now
   * @throws TAP4407 if there is no port
   */
  static async open(api: () => Owned, host: string, services: RestApiServices): Promise<RestApiDoor> {
    const listening = await listen((exchange) => door.handle(exchange));
    const door = new RestApiDoor(api, host, services, listening);
    return door;
  }

  get environment(): string {
    return this.resource.environment;
  }

  get resource(): Owned {
    return this.api();
  }

  /** Only in what the API has now: a stack that is deployed later may add to it. */
  get differences(): readonly Difference[] {
    const { isGuarded, isCached, stageInPath, model } = this.services;
    const isPrivate = model().paths.some(({ methods }) => methods.some(({ integration }) => integration.isPrivate));
    return [
      overTls,
      ...(isGuarded() ? [notGuarded] : []),
      ...(isCached() ? [notCached] : []),
      ...(isPrivate ? [withoutLink] : []),
      ...(isPrivate && !stageInPath ? [withoutStage] : []),
    ];
  }

  get url(): string {
    return this.listening.url;
  }

  close(): Promise<void> {
    return this.listening.close();
  }

  private async handle(exchange: Exchange): Promise<Answer> {
    const startedAt = performance.now();
    const { answer, stage } = await this.answer(exchange).catch(
      (): Answered => ({ answer: json(500, { message: 'Internal server error' }) }),
    );
    if (stage !== undefined) {
      const seconds = (performance.now() - startedAt) / 1000;
      const door = { environment: this.environment, resource: this.resource };
      this.services.record({ door, status: answer.status, seconds, stage });
    }
    return answer;
  }

  private async answer(exchange: Exchange): Promise<Answered> {
    const [, name = '', ...rest] = pathOf(exchange.url).split('/');
    const stage = this.services.stage(name);
    if (!stage) return { answer: forbidden };
    const found = matchPath(this.services.model(), rest.join('/'));
    const method = found?.path.methods.find((one) => one.httpMethod === exchange.method || one.httpMethod === 'ANY');
    // Both by the same words: https://repost.aws/knowledge-center/api-gateway-authentication-token-errors
    if (!found || !method || (method.forSigned && !isSigned(exchange))) {
      return { answer: json(403, { message: 'Missing Authentication Token' }), stage: name };
    }
    const keyed = method.apiKeyRequired ? await this.judgeKey(exchange, name) : [];
    if ('status' in keyed) return { answer: keyed, stage: name };
    const missing = missingParameters(method, exchange);
    if (missing.length > 0) {
      const message = `Missing required request parameters: [${missing.join(', ')}]`;
      return { answer: json(400, { message }), stage: name };
    }
    const { exchange: request, fits, by } = await validated(method, exchange);
    const reached = [this.resource, stage, ...found.path.resources, method.resource];
    this.services.used([...reached, ...keyed, ...by], exchange);
    if (!fits) return { answer: json(400, { message: 'Invalid request body' }), stage: name };
    return { answer: await this.integrate(method, name, request, found.variables), stage: name };
  }

  /** What a request with its key goes through, or the answer to one that goes no further. */
  private async judgeKey(exchange: Exchange, stage: string): Promise<readonly Owned[] | Answer> {
    const key = header(exchange.headers, 'x-api-key');
    const verdict = await this.services.keys.judge(key, this.resource.physicalId, stage);
    switch (verdict.kind) {
      case 'allowed':
        return verdict.through;
      case 'forbidden':
        return forbidden;
      case 'quota':
        return json(429, { message: 'Limit Exceeded' });
      case 'throttled':
        return json(429, { message: 'Too Many Requests' });
    }
  }

  private async integrate(
    { integration, httpMethod }: Method,
    stage: string,
    exchange: Exchange,
    variables: PathVariables,
  ): Promise<Answer> {
    if (integration.type === 'MOCK') return json(200, {});
    const timeout = AbortSignal.timeout(integration.timeoutMs);
    const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout;
    if (integration.type === 'AWS_PROXY') {
      const answer = await this.services.emulated({ ...exchange, signal }).catch((error: unknown) => {
        if (timeout.aborted) return timedOut;
        throw error;
      });
      // A function that failed, or did not answer, was not used.
      if (answer !== timedOut && answer.status !== failedStatus) {
        this.services.used(this.services.functionBehind(integration), exchange);
      }
      return answer;
    }
    const behind = this.services.behind(integration);
    if (integration.type !== 'HTTP_PROXY' || !behind) {
      return json(500, { message: `integration ${integration.type} ${integration.uri} is not rehearsed` });
    }
    const wanted = integration.httpMethod ?? httpMethod;
    const path = integrationPath(integration, exchange, variables);
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
    const staged = this.services.stageInPath && integration.isPrivate;
    const answer = await behind.loadBalancer.handle(
      {
        ...exchange,
        method: wanted === 'ANY' ? exchange.method : wanted,
        url: staged ? `/${stage}${path}` : path,
        headers: integrationHeaders(integration, exchange, variables),
        signal,
      },
      behind.listener,
    );
    return timeout.aborted ? timedOut : answer;
  }
}
