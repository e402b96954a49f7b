import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type EnvironmentConfiguration, edgeRegion, nameCalled, regionFacts, schemeCalled } from '../config';
import { identityOf } from './identity';
import { MissingPage } from './missing-page';
import { securityHeadersBehavior } from './security-headers';

export interface StorefrontProps {
  readonly settings: EnvironmentConfiguration;
  readonly site: s3.IBucket;
  /** Folder of the site's files. */
  readonly siteFolder: string;
  readonly logs: s3.IBucket;
  readonly loadBalancer: elb.IApplicationLoadBalancer;
  readonly firewallArn: string;
}

/**
 * Statuses whose answers CloudFront would keep for ten seconds where nothing else is said. A page is never put in their place:
 * it would hold for the whole distribution, the API included.
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-custom-error-pages.html
 */
const keptErrors = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/** The distribution: static files from the bucket, `/api/*` from the load balancer, both through Origin Shield. */
export class Storefront extends Construct {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: StorefrontProps) {
    super(scope, id);
    const { settings } = props;
    const { edge } = settings;
    const headers = new cloudfront.ResponseHeadersPolicy(this, 'Headers', { securityHeadersBehavior });
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
        functionAssociations: [
          {
            eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
            function: new MissingPage(this, 'MissingPage', { siteFolder: props.siteFolder }).function,
          },
        ],
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
      // Each answer is the origin's own, and the next request gets another one: a short trouble stays short.
      errorResponses: keptErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
  }

  private loadBalancerOrigin({ settings, loadBalancer }: StorefrontProps): origins.VpcOrigin {
    return origins.VpcOrigin.withVpcOrigin(this.wayToLoadBalancer(settings, loadBalancer), {
      domainName: nameCalled(settings) ?? loadBalancer.loadBalancerDnsName,
      originShieldRegion: regionFacts(settings.region).originShield,
      readTimeout: Duration.seconds(30),
    });
  }

  /**
   * CloudFront refuses every change of a VPC origin that a distribution uses (https://github.com/aws/aws-cdk/issues/34629), even of its
   * tags, which CloudFormation takes from the stack (https://github.com/aws/aws-cdk/issues/35765), and two of one name
   * (https://github.com/aws/aws-cdk/issues/34799). So its id, and by that its name, carries what it depends on: with another value a
   * new one is made, the distribution turns to it, and the old one goes.
   *
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
   */
  private wayToLoadBalancer(
    settings: EnvironmentConfiguration,
    loadBalancer: elb.IApplicationLoadBalancer,
  ): cloudfront.VpcOrigin {
    const secure = schemeCalled(settings) === 'https';
    const options: cloudfront.VpcOriginOptions = {
      protocolPolicy: secure ? cloudfront.OriginProtocolPolicy.HTTPS_ONLY : cloudfront.OriginProtocolPolicy.HTTP_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
    };
    const identity = identityOf({ tags: settings.tags, options });
    return new cloudfront.VpcOrigin(this, `LoadBalancer${identity}`, {
      endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(loadBalancer),
      ...options,
    });
  }
}
