import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type EnvironmentConfiguration, schemesListened, zonesAtFirstOf } from '../config';
import { type InternalLoadBalancer, ports } from './internal-load-balancer';

export interface LoadBalancerLinkProps {
  readonly settings: EnvironmentConfiguration;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly loadBalancer: InternalLoadBalancer;
}

/** API Gateway's way to the internal load balancer: a VPC link of the second version, which needs no network load balancer. */
export class LoadBalancerLink extends Construct {
  readonly vpcLinkId: string;
  /**
   * What makes link and target what they are. CloudFormation replaces either, under the same logical id, when one of these
   * values changes; whoever keeps their physical ids must be made anew with them.
   */
  readonly identity: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: LoadBalancerLinkProps) {
    super(scope, id);
    const { settings, vpc, subnets, loadBalancer } = props;
    const description = 'VPC link of API Gateway';
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, description, allowAllOutbound: false });
    const target = ec2.SecurityGroup.fromSecurityGroupId(
      this,
      'LoadBalancerSecurityGroup',
      loadBalancer.securityGroup.securityGroupId,
      { allowAllOutbound: false },
    );
    // Whatever is open: a door that turns from one to the other calls the first until the last of its requests is answered.
    for (const scheme of schemesListened(settings)) {
      securityGroup.connections.allowTo(target, ec2.Port.tcp(ports[scheme]), 'API Gateway');
    }
    const link = new apigatewayv2.VpcLink(this, 'Link', { vpc, subnets, securityGroups: [securityGroup] });
    this.vpcLinkId = link.vpcLinkId;

    const { subnetIds, securityGroupIds } = link.node.defaultChild as apigatewayv2.CfnVpcLink;
    const { scheme, type } = loadBalancer.alb.node.defaultChild as elb.CfnLoadBalancer;
    this.identity = {
      link: { id: this.vpcLinkId, subnetIds, securityGroupIds, description },
      target: { arn: loadBalancer.alb.loadBalancerArn, scheme, type },
      // Other addresses or zones mean other subnets, and everything that is in them.
      network: { cidr: settings.network.cidr, zones: zonesAtFirstOf(settings) },
    };
  }
}
