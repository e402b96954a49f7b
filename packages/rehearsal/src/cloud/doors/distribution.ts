import { Readable } from 'node:stream';
import type { Owned } from '../deployed/deployed-stacks';
import { type Answer, type Exchange, type Headers, pathOf, queryOf } from '../http/exchange';
import { type Behaviour, type DistributionModel, readDistribution } from './behaviours';
import { type OriginServices, Origins } from './origins';
import { type FunctionServices, ViewerFunctions } from './viewer-functions';

export interface DistributionServices extends OriginServices, FunctionServices {
  headersOf(policyId: string): { readonly headers: Headers; readonly policy?: Owned };
}

const methodNotAllowed: Answer = {
  status: 403,
  headers: { 'content-type': 'text/html' },
  body: 'This distribution does not allow the method.',
};

/** A distribution as it was deployed once: behaviours in order, functions, origins, error responses. */
export class Distribution {
  private readonly model: DistributionModel;
  private readonly functions: ViewerFunctions;
  private readonly origins: Origins;

  /** @throws TAP4401 if a behaviour or an origin lacks what names it */
  constructor(
    readonly resource: Owned,
    host: string,
    private readonly services: DistributionServices,
  ) {
    this.model = readDistribution(resource);
    this.functions = new ViewerFunctions(resource, host, services);
    this.origins = new Origins(resource, this.model.origins, services);
  }

  /** Names beside the one that AWS gives. */
  get aliases(): readonly string[] {
    return this.model.aliases;
  }

  async answer(exchange: Exchange): Promise<Answer> {
    const behaviour = this.behaviourAt(pathOf(this.withRootObject(exchange.url)));
    if (!behaviour?.allowedMethods.includes(exchange.method)) {
      this.services.used([this.resource], exchange);
      return methodNotAllowed;
    }
    const request = await this.functions.requested(exchange, behaviour);
    // AWS speaks of headers on what comes from an origin or from the cache: a function's answer goes out as it was made.
    if ('status' in request) return request;
    const answer = await this.origins.answer({ ...request, url: this.withRootObject(request.url) }, behaviour.originId);
    const final = (await this.errorPage(exchange, answer)) ?? answer;
    return this.functions.responded(exchange, this.withPolicyHeaders(exchange, final, behaviour), behaviour);
  }

  private behaviourAt(path: string): Behaviour | undefined {
    return this.model.behaviours.find((candidate) => candidate.matches(path));
  }

  private withRootObject(url: string): string {
    const { defaultRootObject } = this.model;
    return pathOf(url) === '/' && defaultRootObject ? `/${defaultRootObject}${queryOf(url)}` : url;
  }

  private withPolicyHeaders(exchange: Exchange, answer: Answer, { responseHeadersPolicyId }: Behaviour): Answer {
    if (responseHeadersPolicyId === undefined) return answer;
    const { headers, policy } = this.services.headersOf(responseHeadersPolicyId);
    if (policy) this.services.used([policy], exchange);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }

  /** The page that comes in place of an error; nothing if there is none. */
  private async errorPage(exchange: Exchange, answer: Answer): Promise<Answer | undefined> {
    const response = this.model.errorResponses.find(({ code }) => code === answer.status);
    if (response?.pagePath === undefined) return undefined;
    const behaviour = this.behaviourAt(response.pagePath);
    if (!behaviour) return undefined;
    // Nobody reads the answer in whose place the page comes, nor hears that it was broken off.
    if (answer.body instanceof Readable) answer.body.on('error', () => undefined).destroy();
    const { body: _, ...withoutBody } = exchange;
    const page = await this.origins.answer(
      { ...withoutBody, method: 'GET', url: response.pagePath },
      behaviour.originId,
    );
    return page.status === 200 ? { ...page, status: response.status ?? answer.status } : undefined;
  }
}
