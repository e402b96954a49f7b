import { join } from 'node:path';
import { type CfnElement, CfnOutput, ReferenceStrength, Stack } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { edgeRegion } from '../config';
import { AlarmBoard, type AlarmTopics } from '../constructs/alarm-board';
import { AlarmTopic } from '../constructs/alarm-topic';
import { watchDistribution } from '../constructs/door-alarms';
import { EnvironmentKey } from '../constructs/environment-key';
import { EnvironmentLogGroup } from '../constructs/environment-log-group';
import type { InternalLoadBalancer } from '../constructs/internal-load-balancer';
import { LogBucket } from '../constructs/log-bucket';
import { watchNotifications } from '../constructs/notification-alarms';
import { PublicName } from '../constructs/public-name';
import { SiteBucket } from '../constructs/site-bucket';
import { SiteFiles } from '../constructs/site-files';
import { Storefront } from '../constructs/storefront';
import { WebFirewall } from '../constructs/web-firewall';
import { acknowledge } from './acknowledgements';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { NetworkStack } from './network-stack';

/** The storefront's files. */
const siteFolder = join(__dirname, '..', '..', 'site');

export interface EdgeStackProps extends EnvironmentStackProps {
  readonly network: NetworkStack;
  readonly loadBalancer: InternalLoadBalancer;
}

/**
 * The door for shoppers: CloudFront with its firewall and the static site.
 *
 * Always in us-east-1, the only home of CloudFront's web ACLs and metrics. In an environment of another region it has a
 * key and alarm topics of its own, because alarms can speak only to topics beside them.
 */
export class EdgeStack extends EnvironmentStack {
  readonly url: CfnOutput;
  readonly alarms: AlarmBoard;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, { ...props, env: { account: props.environment.account, region: edgeRegion } });
    const atHome = this.settings.region === edgeRegion;
    const { key, topics } = atHome ? this.shareWithNetwork(props.network) : this.bringOwn();
    this.alarms = new AlarmBoard(this, this.application, this.settings, topics);
    if (!atHome) {
      watchNotifications(this.alarms, topics, 'edge-notifications');
    }

    const firewall = new WebFirewall(this, 'Firewall', {
      scope: 'CLOUDFRONT',
      requestsPerAddress: this.settings.edge.requestsPerAddress,
      key,
      logGroupName: this.names.edgeFirewallLogs,
    });
    const logs = new LogBucket(this, 'Logs', { acceptAcls: true });
    const site = new SiteBucket(this, 'Site', { accessLogs: logs });
    const { distribution } = new Storefront(this, 'Storefront', {
      settings: this.settings,
      site,
      siteFolder,
      logs,
      loadBalancer: this.importLoadBalancer(props.loadBalancer.alb, atHome),
      firewallArn: firewall.arn,
    });
    const files = new SiteFiles(this, 'Files', {
      folder: siteFolder,
      bucket: site,
      distribution,
      logGroup: new EnvironmentLogGroup(this, 'FilesLogs', { key }),
    });
    watchDistribution(this.alarms, distribution, this.settings.alarms.thresholds);
    const { domain, hostedZone } = this.settings.edge;
    if (domain !== undefined) {
      new PublicName(this, 'Domain', {
        name: domain,
        hostedZone,
        target: new CloudFrontTarget(distribution),
        targetName: distribution.distributionDomainName,
        ipv6: true,
      });
    }
    // What customers use is what the gates test.
    this.url = new CfnOutput(this, 'Url', { value: `https://${domain ?? distribution.distributionDomainName}` });
    this.acknowledgeFindings(site, distribution, files);
  }

  private shareWithNetwork(network: NetworkStack): { key: kms.IKey; topics: AlarmTopics } {
    return { key: kms.Key.fromKeyArn(this, 'Key', network.key.keyArn), topics: network.topics };
  }

  private bringOwn(): { key: kms.IKey; topics: AlarmTopics } {
    const key = new EnvironmentKey(this, 'Key', { alias: this.names.keyAlias });
    const { warning, critical } = this.settings.alarms.subscriptions;
    return {
      key,
      topics: {
        warning: new AlarmTopic(this, 'WarningTopic', { key, emails: warning }),
        critical: new AlarmTopic(this, 'CriticalTopic', { key, emails: critical }),
      },
    };
  }

  /**
   * Exports don't cross regions, so from another region the values are read from the Service stack's outputs. Such a
   * weak reference isn't followed by itself when the load balancer is replaced; deploying this stack again does.
   */
  private importLoadBalancer(alb: elb.ApplicationLoadBalancer, atHome: boolean): elb.IApplicationLoadBalancer {
    const strength = atHome ? ReferenceStrength.STRONG : ReferenceStrength.WEAK;
    return elb.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(this, 'LoadBalancer', {
      loadBalancerArn: Stack.consumeReference(alb.loadBalancerArn, strength),
      loadBalancerDnsName: Stack.consumeReference(alb.loadBalancerDnsName, strength),
      securityGroupId: 'managed-by-the-service-stack',
      securityGroupAllowsAllOutbound: true,
    });
  }

  private acknowledgeFindings(site: SiteBucket, distribution: cloudfront.Distribution, files: SiteFiles): void {
    acknowledge(distribution, 'CFR1', 'The shop sells in all countries');
    if (!this.settings.edge.domain) {
      const why = "Without a domain there is no certificate, and CloudFront's own fixes the TLS version";
      acknowledge(distribution, 'CFR4', why);
    }
    for (const copier of files.copiers) {
      acknowledge(copier, 'L1', 'The runtime of the function that copies files is chosen by the CDK and moves with it');
    }
    const bucket = this.getLogicalId(site.node.defaultChild as CfnElement);
    acknowledge(files.role, `IAM5[Resource::<${bucket}.Arn>/*]`, 'The site holds whatever files the commit brings');
  }
}
