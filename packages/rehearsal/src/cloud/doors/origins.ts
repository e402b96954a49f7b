import type { StoredObject } from '../base/aws-calls';
import type { Owned } from '../deployed/deployed-stacks';
import { type Answer, type Exchange, type Headers, json, pathOf } from '../http/exchange';
import type { LoadBalancer } from '../workloads/load-balancer';
import type { Origin } from './behaviours';

export interface OriginServices {
  /** An object of the environment's S3, by bucket name. */
  object(bucket: string, key: string): Promise<StoredObject | undefined>;
  /** The bucket whose domain name an origin has. */
  bucket(host: string): Owned | undefined;
  /** The load balancer behind an origin, with what leads to it. */
  loadBalancer(origin: Origin): { readonly loadBalancer: LoadBalancer; readonly through: readonly Owned[] } | undefined;
  used(resources: readonly Owned[], exchange: Exchange): void;
}

// The bucket lets CloudFront read, not list: S3 says "denied" for what is not there.
const noObject: Answer = {
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: '<Error><Code>AccessDenied</Code></Error>',
};

/** Where a distribution gets its answers from: buckets and load balancers. */
export class Origins {
  constructor(
    private readonly distribution: Owned,
    private readonly origins: readonly Origin[],
    private readonly services: OriginServices,
  ) {}

  async answer(exchange: Exchange, originId: string): Promise<Answer> {
    const origin = this.origins.find(({ id }) => id === originId);
    if (!origin) return json(502, { message: `the distribution has no origin ${originId}` });
    return origin.kind === 's3' ? this.fromBucket(exchange, origin) : this.fromLoadBalancer(exchange, origin);
  }

  private async fromLoadBalancer(exchange: Exchange, origin: Origin): Promise<Answer> {
    const behind = this.services.loadBalancer(origin);
    if (!behind) return json(502, { message: `origin ${origin.host} is outside the rehearsal` });
    this.services.used([this.distribution, ...behind.through], exchange);
    return behind.loadBalancer.handle(
      {
        ...exchange,
        url: `${origin.path}${exchange.url}`,
        headers: { ...exchange.headers, ...origin.headers, via: '1.1 rehearsal.cloudfront.net (CloudFront)' },
      },
      behind.loadBalancer.listenerAt(origin.port),
    );
  }

  private async fromBucket(exchange: Exchange, origin: Origin): Promise<Answer> {
    const bucket = this.services.bucket(origin.host);
    this.services.used(bucket ? [this.distribution, bucket] : [this.distribution], exchange);
    const key = decodeURIComponent(`${origin.path}${pathOf(exchange.url)}`.slice(1));
    const stored = bucket && key ? await this.services.object(bucket.physicalId, key) : undefined;
    return stored ? { status: 200, headers: headersOf(stored), body: stored.body } : noObject;
  }
}

function headersOf(stored: StoredObject): Headers {
  return {
    'content-type': stored.contentType ?? 'binary/octet-stream',
    ...(stored.cacheControl ? { 'cache-control': stored.cacheControl } : {}),
    ...(stored.etag ? { etag: stored.etag } : {}),
  };
}
