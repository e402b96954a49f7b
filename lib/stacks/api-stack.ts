import { type CfnElement, CfnOutput } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { nameCalled, schemeCalled } from '../config';
import { AccessLogStream } from '../constructs/access-log-stream';
import { AlarmBoard } from '../constructs/alarm-board';
import { watchApi } from '../constructs/door-alarms';
import type { InternalLoadBalancer } from '../constructs/internal-load-balancer';
import { LoadBalancerLink } from '../constructs/load-balancer-link';
import type { RoleForJob } from '../constructs/role-for-job';
import { ShopApi } from '../constructs/shop-api';
import { WebFirewall } from '../constructs/web-firewall';
import { acknowledge } from './acknowledgements';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { NetworkStack } from './network-stack';
import { SubnetGroup } from './subnet-group';

export interface ApiStackProps extends EnvironmentStackProps {
  readonly network: NetworkStack;
  readonly loadBalancer: InternalLoadBalancer;
}

/** The door for programs: API Gateway, privately linked to the load balancer. */
export class ApiStack extends EnvironmentStack {
  readonly url: CfnOutput;
  readonly gatesKeyId: CfnOutput;
  readonly alarms: AlarmBoard;
  override readonly gateRoles: Readonly<Record<'smoke' | 'load', RoleForJob>>;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { topics, key } = props.network;
    const logs = new AccessLogStream(this, 'AccessLogs', { name: this.names.apiAccessLogs });
    const { alb } = props.loadBalancer;
    const shop = new ShopApi(this, 'Shop', {
      name: this.names.restApi,
      settings: this.settings,
      origin: `${schemeCalled(this.settings)}://${nameCalled(this.settings) ?? alb.loadBalancerDnsName}`,
      link: new LoadBalancerLink(this, 'Link', {
        settings: this.settings,
        vpc: props.network.vpc,
        subnets: props.network.subnetsAtFirst(SubnetGroup.Application),
        loadBalancer: props.loadBalancer,
      }),
      loadBalancerArn: alb.loadBalancerArn,
      accessLogDestination: new apigateway.FirehoseLogDestination(logs.stream),
    });
    shop.addPlan('Clients', 'Programs of customers and partners');
    const gatesKey = shop.addPlan('Gates', "Smoke and load tests of the pipeline's gates");
    this.gateRoles = { smoke: this.roleForGate('smoke'), load: this.roleForGate('load') };
    this.allowGates(gatesKey.keyId);

    const firewall = new WebFirewall(this, 'Firewall', {
      scope: 'REGIONAL',
      requestsPerAddress: this.settings.edge.requestsPerAddress,
      key: kms.Key.fromKeyArn(this, 'Key', key.keyArn),
      logGroupName: this.names.apiFirewallLogs,
    });
    new wafv2.CfnWebACLAssociation(this, 'Protection', {
      resourceArn: shop.api.deploymentStage.stageArn,
      webAclArn: firewall.arn,
    });

    this.alarms = new AlarmBoard(this, this.application, this.settings, topics);
    watchApi(this.alarms, shop.api, this.settings.alarms.thresholds);
    this.url = new CfnOutput(this, 'Url', { value: shop.api.url });
    this.gatesKeyId = new CfnOutput(this, 'GatesKeyId', { value: gatesKey.keyId });
    this.acknowledgeFindings(shop, logs);
  }

  /** Smoke and load test read the value of their one key, nothing else. */
  private allowGates(keyId: string): void {
    for (const role of Object.values(this.gateRoles)) {
      role.addToPolicy(
        new iam.PolicyStatement({
          actions: ['apigateway:GET'],
          resources: [
            this.formatArn({ service: 'apigateway', account: '', resource: '/apikeys', resourceName: keyId }),
          ],
        }),
      );
    }
  }

  private acknowledgeFindings(shop: ShopApi, logs: AccessLogStream): void {
    const anonymous = 'Shoppers need no account; programs show an API key, and the shop checks what it is sent';
    for (const method of shop.api.methods) {
      acknowledge(method, 'APIG4', anonymous);
      acknowledge(method, 'COG4', anonymous);
    }
    acknowledge(
      shop.api.deploymentStage,
      'APIG6',
      'Execution logs need an account-wide role that belongs to nobody here; access logs and metrics tell what happened',
    );
    const bucket = this.getLogicalId(logs.bucket.node.defaultChild as CfnElement);
    acknowledge(
      logs.role,
      `IAM5[Resource::<${bucket}.Arn>/*]`,
      'The stream names the objects that it writes by the hour',
    );
    acknowledge(logs.bucket, 'S1', 'Holds access logs itself; logging its access would feed itself');
  }
}
