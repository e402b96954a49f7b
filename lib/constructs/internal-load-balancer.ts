import { Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type EnvironmentConfiguration, regionFacts } from '../config';
import { LogBucket } from './log-bucket';

export interface InternalLoadBalancerProps {
  readonly settings: EnvironmentConfiguration;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
}

/** How the doors call the load balancer: by TLS where a certificate is configured, else by HTTP inside the VPC. */
export interface Door {
  readonly port: number;
  readonly scheme: 'http' | 'https';
}

/** The door of an environment. */
export function doorOf({ edge }: EnvironmentConfiguration): Door {
  return edge.origin ? { port: 443, scheme: 'https' } : { port: 80, scheme: 'http' };
}

/** Folder of the load balancer's logs. */
const logPrefix = 'alb';

/** The load balancer in the private subnets, reached through CloudFront and API Gateway alone. */
export class InternalLoadBalancer extends Construct {
  readonly alb: elb.ApplicationLoadBalancer;
  readonly listener: elb.ApplicationListener;
  readonly securityGroup: ec2.SecurityGroup;
  readonly logBucket: LogBucket;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const { settings, vpc, subnets } = props;
    const door = doorOf(settings);
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Internal load balancer',
      allowAllOutbound: false,
    });
    // The list weighs as 55 rules, and a group holds 60 by default: there is room for the VPC link beside it, not more.
    this.securityGroup.addIngressRule(
      ec2.Peer.prefixList(regionFacts(settings.region).originFacingPrefixList),
      ec2.Port.tcp(door.port),
      'CloudFront, through its VPC origin',
    );
    this.alb = new elb.ApplicationLoadBalancer(this, 'Alb', {
      vpc,
      vpcSubnets: subnets,
      internetFacing: false,
      securityGroup: this.securityGroup,
      dropInvalidHeaderFields: true,
      idleTimeout: Duration.seconds(60),
    });
    // Left unsaid, it is what the pipeline's protection step has made it; said here, no failed creation could be rolled back.
    this.alb.removeAttribute('deletion_protection.enabled');
    this.logBucket = new LogBucket(this, 'Logs', { acceptAcls: false });
    this.logAccess();
    const certificates = [settings.edge.origin?.certificateArn]
      .flatMap((arn) => arn ?? [])
      .map((arn) => acm.Certificate.fromCertificateArn(this, 'Certificate', arn));
    this.listener = this.alb.addListener('Listener', {
      port: door.port,
      protocol: door.scheme === 'https' ? elb.ApplicationProtocol.HTTPS : elb.ApplicationProtocol.HTTP,
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
