import { Readable } from 'node:stream';
import type { Difference } from '../../events/events';
import { type Answer, type Exchange, type Headers, header, json, pathOf, queryOf } from '../http/exchange';
import { listen } from '../http/listen';
import type { Owned } from '../inventory/inventory';
import type { Listener, LoadBalancer } from '../workloads/load-balancer';
import type { ApiKeys } from './api-keys';
import { bodyFits } from './body-model';
import type { Door, DoorRequest } from './door';
import { type Integration, type Method, matchPath, type RestApiModel } from './rest-api-model';

export interface RestApiServices {
  /** The API as it is deployed now. */
  model(): RestApiModel;
  stage(name: string): Owned | undefined;
  /** Whether the stage is part of the path that a VPC link carries to the load balancer. */
  readonly stageInPath: boolean;
  readonly keys: ApiKeys;
  /** Load balancer and listener behind an integration. */
  behind(integration: Integration): { readonly loadBalancer: LoadBalancer; readonly listener: Listener } | undefined;
  used(resources: readonly Owned[], exchange: Exchange): void;
  record(request: DoorRequest & { readonly stage: string }): void;
}

const DIFFERENCES: readonly Difference[] = [
  { onAws: 'API Gateway answers over TLS', here: 'plain HTTP on 127.0.0.1' },
  { onAws: 'the web ACL sees each request', here: 'it is not applied' },
  { onAws: 'the stage caches where caching is on', here: 'nothing is cached' },
  { onAws: 'a VPC link carries the request to the load balancer', here: 'it is handed over within the process' },
];

/** AWS's guide says that the stage is in the path; who leaves it out must say so. */
const WITHOUT_STAGE: Difference = {
  onAws: 'API Gateway sends the stage along in the path of a private integration',
  here: 'it is left out',
};

const FORBIDDEN = json(403, { message: 'Forbidden' });

/** A REST API on a port of this machine: stages, paths, keys, usage plans, and HTTP integrations to a load balancer. */
export async function openRestApiDoor(api: () => Owned, host: string, services: RestApiServices): Promise<Door> {
  const answerOf = async (exchange: Exchange): Promise<{ answer: Answer; stage?: string }> => {
    const [, stageName = '', ...rest] = pathOf(exchange.url).split('/');
    const stage = services.stage(stageName);
    if (!stage) return { answer: FORBIDDEN };
    const found = matchPath(services.model(), rest.join('/'));
    const method = found?.path.methods.find((one) => one.httpMethod === exchange.method || one.httpMethod === 'ANY');
    if (!found || !method) {
      return { answer: json(403, { message: 'Missing Authentication Token' }), stage: stageName };
    }
    const through = [api(), stage, ...found.path.resources, method.resource];
    if (method.apiKeyRequired) {
      const verdict = await services.keys.judge(header(exchange.headers, 'x-api-key'), api().physicalId, stageName);
      if (verdict.kind === 'forbidden') return { answer: FORBIDDEN, stage: stageName };
      through.push(...verdict.through);
      if (verdict.kind !== 'allowed') {
        const message = verdict.kind === 'quota' ? 'Limit Exceeded' : 'Too Many Requests';
        return { answer: json(429, { message }), stage: stageName };
      }
    }
    const missing = missingParameters(method, exchange);
    if (missing.length > 0) {
      const message = `Missing required request parameters: [${missing.join(', ')}]`;
      return { answer: json(400, { message }), stage: stageName };
    }
    if (method.validator && (method.required.length > 0 || method.bodyModel)) through.push(method.validator);
    const checked = method.bodyModel ? await withWholeBody(exchange) : { exchange, body: '' };
    if (method.bodyModel) {
      through.push(method.bodyModel.model);
      if (isJson(exchange) && !bodyFits(checked.body, method.bodyModel.schema)) {
        services.used(through, exchange);
        return { answer: json(400, { message: 'Invalid request body' }), stage: stageName };
      }
    }
    services.used(through, exchange);
    const answer = await integrate(method, stageName, checked.exchange, found.variables);
    return { answer, stage: stageName };
  };

  const integrate = async (
    { integration, httpMethod }: Method,
    stage: string,
    exchange: Exchange,
    variables: Readonly<Record<string, string>>,
  ): Promise<Answer> => {
    if (integration.type === 'MOCK') return json(200, {});
    const behind = services.behind(integration);
    if (integration.type !== 'HTTP_PROXY' || !behind) {
      return json(500, { message: `integration ${integration.type} ${integration.uri} is not rehearsed` });
    }
    const wanted = integration.httpMethod ?? httpMethod;
    const path = integrationPath(integration, exchange, variables);
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
    const staged = services.stageInPath && integration.isPrivate;
    const timeout = AbortSignal.timeout(integration.timeoutMs);
    const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout;
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
    return timeout.aborted ? json(504, { message: 'Endpoint request timed out' }) : answer;
  };

  const listening = await listen(async (exchange) => {
    const startedAt = performance.now();
    const { answer, stage } = await answerOf(exchange).catch(() => ({
      answer: json(500, { message: 'Internal server error' }),
      stage: undefined,
    }));
    if (stage !== undefined) {
      const seconds = (performance.now() - startedAt) / 1000;
      const door = { environment: api().environment, resource: api() };
      services.record({ door, status: answer.status, seconds, stage });
    }
    return answer;
  });
  return {
    get environment() {
      return api().environment;
    },
    get resource() {
      return api();
    },
    hosts: [host],
    url: listening.url,
    differences: services.stageInPath ? DIFFERENCES : [...DIFFERENCES, WITHOUT_STAGE],
    close: () => listening.close(),
  };
}

/** The value of `method.request.<place>.<name>` in a request. */
function parameter(
  reference: string,
  exchange: Exchange,
  variables: Readonly<Record<string, string>>,
): string | undefined {
  const literal = /^'(.*)'$/.exec(reference)?.[1];
  if (literal !== undefined) return literal;
  const [, place, name = ''] = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(reference) ?? [];
  if (place === 'path') return variables[name];
  if (place === 'header') return header(exchange.headers, name);
  if (place === 'querystring') return new URLSearchParams(queryOf(exchange.url)).get(name) ?? undefined;
  return undefined;
}

/** The request with its body read, and the body: a model can only be held against all of it. */
async function withWholeBody(exchange: Exchange): Promise<{ exchange: Exchange; body: string }> {
  if (!exchange.body) return { exchange, body: '' };
  const chunks: Buffer[] = [];
  for await (const chunk of exchange.body) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  return { exchange: { ...exchange, body: Readable.from([whole]) }, body: whole.toString('utf8') };
}

/** Bodies of other types have no model here, and pass. */
function isJson(exchange: Exchange): boolean {
  return (header(exchange.headers, 'content-type') ?? 'application/json').startsWith('application/json');
}

function missingParameters(method: Method, exchange: Exchange): string[] {
  // A path variable is there, or the path would not have matched.
  const wanted = method.required.filter((name) => !name.includes('.path.'));
  return wanted
    .filter((name) => parameter(name, exchange, {}) === undefined)
    .map((name) => name.split('.').slice(3).join('.'));
}

function integrationPath(
  integration: Integration,
  exchange: Exchange,
  variables: Readonly<Record<string, string>>,
): string {
  let path = /^[a-z]+:\/\/[^/]+(\/.*)?$/i.exec(integration.uri)?.[1] ?? '/';
  for (const [to, from] of Object.entries(integration.parameters)) {
    const name = /^integration\.request\.path\.(.+)$/.exec(to)?.[1];
    if (name !== undefined) path = path.replace(`{${name}}`, parameter(from, exchange, variables) ?? '');
  }
  const [fixed = '', fixedQuery] = path.split('?');
  const query = new URLSearchParams(queryOf(exchange.url));
  for (const [name, value] of new URLSearchParams(fixedQuery ?? '')) query.set(name, value);
  for (const [to, from] of Object.entries(integration.parameters)) {
    const name = /^integration\.request\.querystring\.(.+)$/.exec(to)?.[1];
    const value = name === undefined ? undefined : parameter(from, exchange, variables);
    if (name !== undefined && value !== undefined) query.set(name, value);
  }
  return query.size > 0 ? `${fixed}?${query}` : fixed;
}

function integrationHeaders(
  integration: Integration,
  exchange: Exchange,
  variables: Readonly<Record<string, string>>,
): Headers {
  const headers: Headers = { ...exchange.headers };
  for (const [to, from] of Object.entries(integration.parameters)) {
    const name = /^integration\.request\.header\.(.+)$/.exec(to)?.[1];
    const value = name === undefined ? undefined : parameter(from, exchange, variables);
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
  }
  return headers;
}
