import type { Clock } from '../base/clock';
import { TokenBucket } from '../base/token-bucket';
import type { Operation } from './detect';
import type { ServiceError } from './error-answer';

/** How many calls of one account AWS takes in one region. */
export interface CallQuota {
  /** Signing name. */
  readonly service: string;
  /** @default - all actions of the service together */
  readonly action?: string;
  readonly perSecond: number;
  /** How many may come at once. @default - as many as in a second */
  readonly burst?: number;
  /** What AWS answers beyond it. */
  readonly refusal: ServiceError;
}

const throttled: ServiceError = { code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };
const tooMany: ServiceError = { code: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 };

/**
 * Default quotas of what the pipeline's programs call and could exceed.
 *
 * https://docs.aws.amazon.com/general/latest/gr/cw_region.html (as of November 2026)
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const callQuotas: readonly CallQuota[] = [
  { service: 'monitoring', action: 'DescribeAlarmHistory', perSecond: 20, refusal: throttled },
  { service: 'monitoring', action: 'DescribeAlarms', perSecond: 9, refusal: throttled },
  { service: 'monitoring', action: 'GetMetricData', perSecond: 500, refusal: throttled },
  { service: 'apigateway', perSecond: 10, burst: 40, refusal: tooMany },
];

/** Counts every account's calls against the quotas, for as long as the gateway lives. */
export class CallQuotas {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly quotas: readonly CallQuota[],
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** What AWS would answer in place of the call; undefined if it would take it. */
  refusal(operation: Operation, at: { readonly account: string; readonly region: string }): ServiceError | undefined {
    const exceeded = this.quotas.filter(
      (quota) =>
        quota.service === operation.service &&
        (quota.action === undefined || quota.action === operation.action) &&
        !this.bucket(quota, at).take(),
    );
    return exceeded[0]?.refusal;
  }

  private bucket(quota: CallQuota, { account, region }: { account: string; region: string }): TokenBucket {
    const key = [account, region, quota.service, quota.action].join('/');
    const known = this.buckets.get(key);
    if (known) return known;
    const created = new TokenBucket(quota.perSecond, quota.burst ?? quota.perSecond, this.clock);
    this.buckets.set(key, created);
    return created;
  }
}
