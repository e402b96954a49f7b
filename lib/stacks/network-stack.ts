import { CfnOutput } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';

/** The VPC of an environment. */
export class NetworkStack extends EnvironmentStack {
  readonly vpc: ec2.Vpc;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
    const { network } = this.environment;
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(network.cidr),
      maxAzs: network.availabilityZones,
      natGateways: network.natGateways,
    });
    new CfnOutput(this, 'VpcId', { value: this.vpc.vpcId });
  }
}
