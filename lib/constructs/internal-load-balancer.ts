import { Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type EnvironmentConfiguration, regionFacts, type Scheme, schemesListened } from '../config';
import { LogBucket } from './log-bucket';

export interface InternalLoadBalancerProps {
  readonly settings: EnvironmentConfiguration;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
}

/** Port of each scheme. */
export const ports: Readonly<Record<Scheme, number>> = { http: 80, https: 443 };

/**
 * How the ids of a scheme's listener and of its rules begin. Each has its own: a listener that changed its scheme would close the
 * port that the doors still call.
 */
const idPrefixes: Readonly<Record<Scheme, string>> = { http: '', https: 'Tls' };

/** What listens for one scheme. */
export interface SchemeListener {
  /** How the ids of its rules begin. */
  readonly idPrefix: string;
  readonly listener: elb.ApplicationListener;
}

/** Folder of the load balancer's logs. */
const logPrefix = 'alb';

/** The load balancer in the private subnets, reached through CloudFront and API Gateway alone. */
export class InternalLoadBalancer extends Construct {
  readonly alb: elb.ApplicationLoadBalancer;
  /** One for each scheme that it listens for. */
  readonly listeners: readonly SchemeListener[];
  /** Of all that comes in, but for what CloudFront sends by TLS. */
  readonly securityGroup: ec2.SecurityGroup;
  readonly logBucket: LogBucket;
  private readonly vpc: ec2.IVpc;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const { settings, vpc, subnets } = props;
    this.vpc = vpc;
    const listened = schemesListened(settings);
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Internal load balancer',
      allowAllOutbound: false,
    });
    this.alb = new elb.ApplicationLoadBalancer(this, 'Alb', {
      vpc,
      vpcSubnets: subnets,
      internetFacing: false,
      securityGroup: this.securityGroup,
      dropInvalidHeaderFields: true,
      idleTimeout: Duration.seconds(60),
    });
    this.letCloudFrontIn(listened, settings.region);
    // Left unsaid, it is what the pipeline's protection step has made it; said here, no failed creation could be rolled back.
    this.alb.removeAttribute('deletion_protection.enabled');
    this.logBucket = new LogBucket(this, 'Logs', { acceptAcls: false });
    this.logAccess();
    this.listeners = listened.map((scheme) => ({
      idPrefix: idPrefixes[scheme],
      listener: this.listen(scheme, settings),
    }));
  }

  /**
   * CloudFront's list weighs as 55 rules, and a group holds 60 by default: there is room for the VPC link beside it, not for the list
   * at a second port. So TLS has a group of its own, and both can be open at once.
   *
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
   */
  private letCloudFrontIn(listened: readonly Scheme[], region: string): void {
    for (const scheme of listened) {
      const group = scheme === 'http' ? this.securityGroup : this.addSecurityGroup();
      group.addIngressRule(
        ec2.Peer.prefixList(regionFacts(region).originFacingPrefixList),
        ec2.Port.tcp(ports[scheme]),
        'CloudFront, through its VPC origin',
      );
    }
  }

  private addSecurityGroup(): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'TlsSecurityGroup', {
      vpc: this.vpc,
      description: 'Internal load balancer, by TLS',
      allowAllOutbound: false,
    });
    this.alb.addSecurityGroup(group);
    return group;
  }

  private listen(scheme: Scheme, { edge }: EnvironmentConfiguration): elb.ApplicationListener {
    const certificates =
      scheme === 'https' && edge.origin
        ? [acm.Certificate.fromCertificateArn(this, 'Certificate', edge.origin.certificateArn)]
        : [];
    return this.alb.addListener(`${idPrefixes[scheme]}Listener`, {
      port: ports[scheme],
      protocol: scheme === 'https' ? elb.ApplicationProtocol.HTTPS : elb.ApplicationProtocol.HTTP,
      certificates,
      open: false,
      defaultAction: elb.ListenerAction.fixedResponse(404, {
        contentType: 'application/json',
        messageBody: JSON.stringify({ error: { code: 'not_found', message: 'There is nothing at this address.' } }),
      }),
    });
  }

  /**
   * Lets load balancers of this account alone write their logs. The CDK's own method would also let in a service that
   * delivers logs of other resources, from any account.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  private logAccess(): void {
    const { account, partition, region } = Stack.of(this);
    this.logBucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.logBucket.arnForObjects(`${logPrefix}/AWSLogs/${account}/*`)],
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
        },
      }),
    );
    this.alb.setAttribute('access_logs.s3.enabled', 'true');
    this.alb.setAttribute('access_logs.s3.bucket', this.logBucket.bucketName);
    this.alb.setAttribute('access_logs.s3.prefix', logPrefix);
    // The load balancer tries to write as soon as it is told where.
    this.alb.node.addDependency(this.logBucket.node.findChild('Policy'));
  }
}
