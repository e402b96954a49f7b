import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Owned } from '../deployed/deployed-stacks';
import { type Answer, type Exchange, json } from '../http/exchange';
import type { Behaviour } from './behaviours';
import { changedAnswer, edgeRequest, edgeResponse, madeAnswer, rewrittenExchange } from './edge-event';
import type { EdgeEvent, EdgeFunction, EdgeRequest, EdgeResponse, EventType } from './edge-function';

export interface FunctionServices {
  /** A CloudFront function as it is deployed now. */
  functionOf(arn: string): { readonly code: EdgeFunction; readonly resource: Owned } | undefined;
  used(resources: readonly Owned[], exchange: Exchange): void;
}

/** The CloudFront functions between a distribution and its viewers. */
export class ViewerFunctions {
  constructor(
    private readonly distribution: Owned,
    /** Domain name of the distribution. */
    private readonly host: string,
    private readonly services: FunctionServices,
  ) {}

  /** The request as the behaviour's function lets it on, or the function's own answer. */
  async requested(exchange: Exchange, { functions }: Behaviour): Promise<Exchange | Answer> {
    const arn = functions['viewer-request'];
    if (arn === undefined) return exchange;
    try {
      const event = this.eventOf('viewer-request', exchange);
      const made = await this.run(arn, event, exchange);
      if ('statusCode' in made) return madeAnswer(made);
      return isDeepStrictEqual(made, event.request) ? exchange : rewrittenExchange(exchange, made);
    } catch (error) {
      return failed(error);
    }
  }

  /** The answer as the behaviour's function changes it; CloudFront runs none for an error. */
  async responded(exchange: Exchange, answer: Answer, { functions }: Behaviour): Promise<Answer> {
    const arn = functions['viewer-response'];
    if (arn === undefined || answer.status >= 400) return answer;
    try {
      const event = { ...this.eventOf('viewer-response', exchange), response: edgeResponse(answer) };
      const made = await this.run(arn, event, exchange);
      if (!('statusCode' in made)) throw new Error('it returned no response');
      return changedAnswer(answer, made);
    } catch (error) {
      return failed(error);
    }
  }

  private async run(arn: string, event: EdgeEvent, exchange: Exchange): Promise<EdgeRequest | EdgeResponse> {
    const found = this.services.functionOf(arn);
    if (!found) throw new Error(`${arn} is not deployed`);
    this.services.used([this.distribution, found.resource], exchange);
    return found.code.run(event);
  }

  private eventOf(eventType: EventType, exchange: Exchange): EdgeEvent {
    return {
      version: '1.0',
      context: {
        distributionDomainName: this.host,
        distributionId: this.distribution.physicalId,
        eventType,
        requestId: randomUUID(),
      },
      viewer: { ip: '127.0.0.1' },
      request: edgeRequest(exchange),
    };
  }
}

/** What CloudFront answers where a function fails. */
function failed(error: unknown): Answer {
  return json(503, { message: `the CloudFront function could not run: ${String(error)}` });
}
