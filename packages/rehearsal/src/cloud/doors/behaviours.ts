import type { Owned } from '../deployed/deployed-stacks';
import { read } from '../deployed/deployed-stacks';
import type { Reader } from '../deployed/properties';
import { wildcard } from '../workloads/listener-rule';
import type { EventType } from './edge-function';

/** A cache behaviour of a distribution. */
export interface Behaviour {
  matches(path: string): boolean;
  readonly originId: string;
  readonly allowedMethods: readonly string[];
  readonly responseHeadersPolicyId?: string;
  /** ARN of the CloudFront function for each kind of event. */
  readonly functions: Readonly<Partial<Record<EventType, string>>>;
}

export interface Origin {
  readonly id: string;
  readonly host: string;
  /** Added in front of the path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly vpcOriginId?: string;
  readonly kind: 's3' | 'http';
  /** Port and time-out of a custom origin. */
  readonly port: number;
  readonly timeoutSeconds: number;
}

export interface ErrorResponse {
  readonly code: number;
  readonly pagePath?: string;
  readonly status?: number;
}

export interface DistributionModel {
  /** Names beside the one that AWS gives. */
  readonly aliases: readonly string[];
  readonly defaultRootObject: string;
  /** In the order in which CloudFront asks them; the default one is last. */
  readonly behaviours: readonly Behaviour[];
  readonly origins: readonly Origin[];
  readonly errorResponses: readonly ErrorResponse[];
}

/** @throws TAP4401 if a behaviour or an origin lacks what names it. */
export function readDistribution(resource: Owned): DistributionModel {
  const config = read(resource).object('DistributionConfig');
  return {
    aliases: config.texts('Aliases'),
    defaultRootObject: (config.optionalText('DefaultRootObject') ?? '').replace(/^\//, ''),
    behaviours: [
      ...config.objects('CacheBehaviors').map((behaviour) => readBehaviour(behaviour, behaviour.text('PathPattern'))),
      readBehaviour(config.object('DefaultCacheBehavior'), '*'),
    ],
    origins: config.objects('Origins').map(readOrigin),
    errorResponses: config.objects('CustomErrorResponses').map(readErrorResponse),
  };
}

function readBehaviour(behaviour: Reader, pattern: string): Behaviour {
  const expression = wildcard(pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`, true);
  const methods = behaviour.texts('AllowedMethods');
  const responseHeadersPolicyId = behaviour.optionalText('ResponseHeadersPolicyId');
  return {
    matches: (path) => expression.test(path),
    originId: behaviour.text('TargetOriginId'),
    allowedMethods: methods.length > 0 ? methods : ['GET', 'HEAD'],
    responseHeadersPolicyId,
    functions: Object.fromEntries(
      behaviour
        .objects('FunctionAssociations')
        .map((association) => [association.text('EventType'), association.text('FunctionARN')]),
    ),
  };
}

function readOrigin(origin: Reader): Origin {
  const custom = origin.object('CustomOriginConfig');
  const vpc = origin.object('VpcOriginConfig');
  const vpcOriginId = vpc.optionalText('VpcOriginId');
  const isHttp = vpcOriginId !== undefined || origin.has('CustomOriginConfig');
  const encrypted = custom.optionalText('OriginProtocolPolicy') !== 'http-only';
  return {
    id: origin.text('Id'),
    host: origin.text('DomainName'),
    path: origin.optionalText('OriginPath') ?? '',
    headers: Object.fromEntries(
      origin
        .objects('OriginCustomHeaders')
        .map((pair) => [pair.text('HeaderName').toLowerCase(), pair.text('HeaderValue')]),
    ),
    vpcOriginId,
    kind: isHttp ? 'http' : 's3',
    port: encrypted ? (custom.optionalNumber('HTTPSPort') ?? 443) : (custom.optionalNumber('HTTPPort') ?? 80),
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html: response time-out
    timeoutSeconds: (vpcOriginId ? vpc : custom).optionalNumber('OriginReadTimeout') ?? 30,
  };
}

function readErrorResponse(response: Reader): ErrorResponse {
  const pagePath = response.optionalText('ResponsePagePath');
  const status = response.optionalNumber('ResponseCode');
  return {
    code: response.number('ErrorCode'),
    pagePath,
    status,
  };
}
