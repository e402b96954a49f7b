import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type EnvironmentConfiguration, edgeRegion, regionFacts } from '../config';
import { doorOf } from './internal-load-balancer';

export interface StorefrontProps {
  readonly settings: EnvironmentConfiguration;
  readonly site: s3.IBucket;
  readonly logs: s3.IBucket;
  readonly loadBalancer: elb.IApplicationLoadBalancer;
  readonly firewallArn: string;
}

/** The browser's shop may load from itself alone. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The distribution: static files from the bucket, `/api/*` from the load balancer, both through Origin Shield. */
export class Storefront extends Construct {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: StorefrontProps) {
    super(scope, id);
    const { settings } = props;
    const { edge } = settings;
    const headers = this.securityHeaders();
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Shop ${settings.name}`,
      defaultRootObject: 'index.html',
      webAclId: props.firewallArn,
      priceClass: edge.priceClass as cloudfront.PriceClass,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      ...(edge.domain &&
        edge.certificateArn && {
          domainNames: [edge.domain],
          minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
          certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', edge.certificateArn),
        }),
      enableLogging: true,
      logBucket: props.logs,
      logFilePrefix: 'cloudfront/',
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(props.site, { originShieldRegion: edgeRegion }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        compress: true,
      },
      additionalBehaviors: {
        '/api/*': {
          origin: this.loadBalancerOrigin(props),
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: headers,
        },
      },
      errorResponses: [
        // S3 answers 403 for what isn't there. The shop's own answers of status 404 stay as they are.
        { httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/404.html', ttl: Duration.seconds(60) },
        ...[502, 504].map((httpStatus) => ({
          httpStatus,
          responseHttpStatus: httpStatus,
          responsePagePath: '/unavailable.html',
          // CloudFront asks again at once, so that a short trouble stays short.
          ttl: Duration.seconds(0),
        })),
      ],
    });
  }

  private loadBalancerOrigin({ settings, loadBalancer }: StorefrontProps): origins.VpcOrigin {
    const secure = doorOf(settings).scheme === 'https';
    return origins.VpcOrigin.withApplicationLoadBalancer(loadBalancer, {
      domainName: settings.edge.origin?.domain,
      protocolPolicy: secure ? cloudfront.OriginProtocolPolicy.HTTPS_ONLY : cloudfront.OriginProtocolPolicy.HTTP_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
      originShieldRegion: regionFacts(settings.region).originShield,
      readTimeout: Duration.seconds(30),
    });
  }

  private securityHeaders(): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: true,
        },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
    });
  }
}
