import { join } from 'node:path';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import type { Construct } from 'constructs';

/** A server of quotes: its container is built from this repository, and runs behind a load balancer. */
export class QuotesStack extends Stack {
  readonly address: CfnOutput;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'Network', { maxAzs: 2, natGateways: 0 });
    const { loadBalancer, targetGroup } = new ApplicationLoadBalancedFargateService(this, 'Service', {
      cluster: new Cluster(this, 'Cluster', { vpc }),
      cpu: 256,
      memoryLimitMiB: 512,
      desiredCount: 2,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      assignPublicIp: true,
      taskImageOptions: {
        image: ContainerImage.fromAsset(join(__dirname, '..', 'service')),
        containerPort: 8080,
        environment: { GREETING: `Quotes of ${Stack.of(this).stackName}` },
      },
    });
    targetGroup.configureHealthCheck({ path: '/health' });
    this.address = new CfnOutput(this, 'Address', { value: loadBalancer.loadBalancerDnsName });
  }
}
