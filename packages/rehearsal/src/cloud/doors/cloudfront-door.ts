import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import type { Difference } from '../../events/events';
import type { StoredObject } from '../base/aws-calls';
import { type Answer, type Exchange, type Headers, json, pathOf, queryOf } from '../http/exchange';
import { listen } from '../http/listen';
import type { Owned } from '../inventory/inventory';
import type { LoadBalancer } from '../workloads/load-balancer';
import { type Behaviour, type DistributionModel, type Origin, readDistribution } from './behaviours';
import type { Door, DoorRequest } from './door';
import { changedAnswer, edgeRequest, edgeResponse, madeAnswer, rewrittenExchange } from './edge-event';
import { type EdgeEvent, type EdgeFunction, type EventType, LONGEST_RUN_MS } from './edge-function';

export interface CloudFrontServices {
  /** An object of the environment's S3, by bucket name. */
  object(bucket: string, key: string): Promise<StoredObject | undefined>;
  /** The bucket whose domain name an origin has. */
  bucket(host: string): Owned | undefined;
  /** The load balancer behind an origin, with what leads to it. */
  loadBalancer(origin: Origin): { readonly loadBalancer: LoadBalancer; readonly through: readonly Owned[] } | undefined;
  /** Whether a record of the environment leads from a name to a host. */
  leadsTo(name: string, host: string): boolean;
  functionOf(arn: string): { readonly code: EdgeFunction; readonly resource: Owned } | undefined;
  headersOf(policyId: string): { readonly headers: Headers; readonly policy?: Owned };
  used(resources: readonly Owned[], exchange: Exchange): void;
  record(request: DoorRequest): void;
}

const DIFFERENCES: readonly Difference[] = [
  { onAws: 'CloudFront answers over TLS at its edge', here: 'plain HTTP on 127.0.0.1' },
  { onAws: 'CloudFront caches by its cache policies', here: 'nothing is cached' },
  { onAws: 'the web ACL and Lambda@Edge functions see each request', here: 'neither is applied' },
  {
    onAws: 'CloudFront functions have a JavaScript and a time limit of their own',
    here: `they run in Node, in a thread of their own, for at most ${LONGEST_RUN_MS / 1000} s`,
  },
];

/** A name that no record of the templates leads here. */
function takenAsMade(alias: string): Difference {
  return { onAws: `${alias} needs a DNS record that no stack makes`, here: 'it is taken as made' };
}

/** What CloudFront answers where a function fails. */
function functionFailed(error: unknown): Answer {
  return json(503, { message: `the CloudFront function could not run: ${String(error)}` });
}

/** A distribution on a port of this machine: behaviours in order, functions, S3 and load-balancer origins, error responses. */
export async function openCloudFrontDoor(
  resource: Owned,
  host: string,
  services: CloudFrontServices,
): Promise<Door & { update(resource: Owned): void }> {
  let current = resource;
  let model = readDistribution(resource);

  const handle = async (exchange: Exchange): Promise<Answer> => {
    const startedAt = performance.now();
    const answer = await answerOf(exchange).catch(() => json(502, { message: 'the origin could not be reached' }));
    services.record({
      door: { environment: current.environment, resource: current },
      status: answer.status,
      seconds: (performance.now() - startedAt) / 1000,
    });
    return answer;
  };

  const answerOf = async (exchange: Exchange): Promise<Answer> => {
    const behaviour = model.behaviours.find((candidate) => candidate.matches(pathOf(withRootObject(exchange.url))));
    if (!behaviour?.allowedMethods.includes(exchange.method)) {
      services.used([current], exchange);
      return {
        status: 403,
        headers: { 'content-type': 'text/html' },
        body: 'This distribution does not allow the method.',
      };
    }
    const request = await requested(exchange, behaviour);
    // AWS speaks of headers on what comes from an origin or from the cache: a function's answer goes out as it was made.
    if ('status' in request) return request;
    const answer = await fromOrigin({ ...request, url: withRootObject(request.url) }, behaviour, model);
    const final = (await errorPage(exchange, answer, model)) ?? answer;
    return responded(exchange, withPolicyHeaders(exchange, final, behaviour), behaviour);
  };

  const withRootObject = (url: string) =>
    pathOf(url) === '/' && model.defaultRootObject ? `/${model.defaultRootObject}${queryOf(url)}` : url;

  const eventOf = (eventType: EventType, exchange: Exchange): EdgeEvent => ({
    version: '1.0',
    context: {
      distributionDomainName: host,
      distributionId: current.physicalId,
      eventType,
      requestId: randomUUID(),
    },
    viewer: { ip: '127.0.0.1' },
    request: edgeRequest(exchange),
  });

  /** The request as the behaviour's function lets it on, or the function's own answer. */
  const requested = async (exchange: Exchange, { functions }: Behaviour): Promise<Exchange | Answer> => {
    const arn = functions['viewer-request'];
    if (arn === undefined) return exchange;
    try {
      const event = eventOf('viewer-request', exchange);
      const made = await run(arn, event, exchange);
      if ('statusCode' in made) return madeAnswer(made);
      return isDeepStrictEqual(made, event.request) ? exchange : rewrittenExchange(exchange, made);
    } catch (error) {
      return functionFailed(error);
    }
  };

  /** The answer as the behaviour's function changes it; CloudFront runs none for an error. */
  const responded = async (exchange: Exchange, answer: Answer, { functions }: Behaviour): Promise<Answer> => {
    const arn = functions['viewer-response'];
    if (arn === undefined || answer.status >= 400) return answer;
    try {
      const made = await run(
        arn,
        { ...eventOf('viewer-response', exchange), response: edgeResponse(answer) },
        exchange,
      );
      if (!('statusCode' in made)) throw new Error('it returned no response');
      return changedAnswer(answer, made);
    } catch (error) {
      return functionFailed(error);
    }
  };

  const run = async (arn: string, event: EdgeEvent, exchange: Exchange) => {
    const found = services.functionOf(arn);
    if (!found) throw new Error(`${arn} is not deployed`);
    services.used([current, found.resource], exchange);
    return found.code.run(event);
  };

  const withPolicyHeaders = (exchange: Exchange, answer: Answer, { responseHeadersPolicyId }: Behaviour): Answer => {
    if (responseHeadersPolicyId === undefined) return answer;
    const { headers, policy } = services.headersOf(responseHeadersPolicyId);
    if (policy) services.used([policy], exchange);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };

  const fromOrigin = async (
    exchange: Exchange,
    behaviour: Pick<Behaviour, 'originId'>,
    { origins }: DistributionModel,
  ): Promise<Answer> => {
    const origin = origins.find((candidate) => candidate.id === behaviour.originId);
    if (!origin) return json(502, { message: `the distribution has no origin ${behaviour.originId}` });
    if (origin.kind === 's3') return fromBucket(exchange, origin);
    const behind = services.loadBalancer(origin);
    if (!behind) return json(502, { message: `origin ${origin.host} is outside the rehearsal` });
    services.used([current, ...behind.through], exchange);
    return behind.loadBalancer.handle(
      {
        ...exchange,
        url: `${origin.path}${exchange.url}`,
        headers: { ...exchange.headers, ...origin.headers, via: '1.1 rehearsal.cloudfront.net (CloudFront)' },
      },
      behind.loadBalancer.listenerAt(origin.port),
    );
  };

  const fromBucket = async (exchange: Exchange, origin: Origin): Promise<Answer> => {
    const bucket = services.bucket(origin.host);
    services.used(bucket ? [current, bucket] : [current], exchange);
    const key = decodeURIComponent(`${origin.path}${pathOf(exchange.url)}`.slice(1));
    const stored = bucket && key ? await services.object(bucket.physicalId, key) : undefined;
    // The bucket lets CloudFront read, not list: S3 says "denied" for what is not there.
    if (!stored)
      return {
        status: 403,
        headers: { 'content-type': 'application/xml' },
        body: '<Error><Code>AccessDenied</Code></Error>',
      };
    return { status: 200, headers: objectHeaders(stored), body: stored.body };
  };

  const errorPage = async (
    exchange: Exchange,
    answer: Answer,
    { errorResponses, behaviours }: DistributionModel,
  ): Promise<Answer | undefined> => {
    const response = errorResponses.find((candidate) => candidate.code === answer.status);
    if (response?.pagePath === undefined) return undefined;
    const path = response.pagePath;
    const behaviour = behaviours.find((candidate) => candidate.matches(path));
    if (!behaviour) return undefined;
    // Nobody reads the answer in whose place the page comes, nor hears that it was broken off.
    if (answer.body instanceof Readable) answer.body.on('error', () => undefined).destroy();
    const { body: _, ...withoutBody } = exchange;
    const page = await fromOrigin({ ...withoutBody, method: 'GET', url: path }, behaviour, model);
    return page.status === 200 ? { ...page, status: response.status ?? answer.status } : undefined;
  };

  const listening = await listen(handle);
  return {
    get environment() {
      return current.environment;
    },
    get resource() {
      return current;
    },
    get hosts() {
      return [host, ...model.aliases];
    },
    url: listening.url,
    get differences() {
      return [...DIFFERENCES, ...model.aliases.filter((alias) => !services.leadsTo(alias, host)).map(takenAsMade)];
    },
    update(changed) {
      model = readDistribution(changed);
      current = changed;
    },
    close: () => listening.close(),
  };
}

function objectHeaders(stored: StoredObject): Headers {
  return {
    'content-type': stored.contentType ?? 'binary/octet-stream',
    ...(stored.cacheControl ? { 'cache-control': stored.cacheControl } : {}),
    ...(stored.etag ? { etag: stored.etag } : {}),
  };
}
