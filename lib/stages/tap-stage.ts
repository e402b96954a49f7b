import { Aws, type CfnOutput, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { forEachGate, type GateName } from '../../contracts/gates';
import { type EnvironmentConfiguration, physicalNames } from '../config';
import type { RoleForJob } from '../constructs/role-for-job';
import { ApiStack } from '../stacks/api-stack';
import { DataStack } from '../stacks/data-stack';
import { EdgeStack } from '../stacks/edge-stack';
import { NetworkStack } from '../stacks/network-stack';
import { ObservabilityStack } from '../stacks/observability-stack';
import { ServiceStack } from '../stacks/service-stack';

export interface TapStageProps extends Pick<StageProps, 'env'> {
  /** Prefix of every physical name. */
  readonly application: string;
  readonly environment: EnvironmentConfiguration;
  /** Where the pipeline and its image repository are; the account may be missing like the environment's. */
  readonly pipeline: { readonly account?: string; readonly region: string; readonly repositoryName: string };
  /** Digest of the shop's image, `sha256:` and 64 hexadecimal digits. */
  readonly imageDigest: string;
}

/**
 * One environment of the shop, deployed in at most four levels: network; data and observability; service; API and edge.
 */
export class TapStage extends Stage {
  /** `https://` and the distribution's domain. */
  readonly siteUrl: CfnOutput;
  /** URL of the API's stage, with a slash at the end. */
  readonly apiUrl: CfnOutput;
  /** Id of the API key that the gates use. */
  readonly apiKeyId: CfnOutput;
  /** Roles that the gates assume in this environment's account. */
  readonly gateRoleArns: Readonly<Record<GateName, string>>;
  /** Role that the protection step assumes there. */
  readonly protectionRoleArn: string;
  readonly loadBalancerArn: CfnOutput;
  /** Name of the log group of all services. */
  readonly logGroupName: CfnOutput;

  constructor(scope: Construct, id: string, props: TapStageProps) {
    super(scope, id, { env: props.env });
    const { application, environment, pipeline } = props;
    const common = { application, environment, pipelineAccount: pipeline.account };

    const network = new NetworkStack(this, 'Network', common);
    const data = new DataStack(this, 'Data', { ...common, network });
    const image = { ...pipeline, digest: props.imageDigest };
    const service = new ServiceStack(this, 'Service', { ...common, network, data, image });
    const { loadBalancer } = service;
    const api = new ApiStack(this, 'Api', { ...common, network, loadBalancer });
    const edge = new EdgeStack(this, 'Edge', { ...common, network, loadBalancer });
    // Last, to know all alarms by name; deployed second, because it needs the network alone.
    const watched = [network, data, service, api, edge].flatMap(({ alarms }) => alarms.declared);
    const observability = new ObservabilityStack(this, 'Observability', { ...common, network, watched });
    // Whose role of a gate it gives a right to.
    service.addStackDependency(observability);
    service.allowProtectionOf(this.stacks);
    // One for each gate, in whichever stack it reads.
    const gateRoles: Readonly<Record<GateName, RoleForJob>> = {
      ...network.gateRoles,
      ...data.gateRoles,
      ...service.gateRoles,
      ...api.gateRoles,
      ...edge.gateRoles,
      ...observability.gateRoles,
    };

    this.siteUrl = edge.url;
    this.apiUrl = api.url;
    this.apiKeyId = api.gatesKeyId;
    this.loadBalancerArn = service.loadBalancerArn;
    this.logGroupName = service.logGroupName;
    const account = environment.account ?? Aws.ACCOUNT_ID;
    const arnOf = (role: string) => `arn:${Aws.PARTITION}:iam::${account}:role/${role}`;
    this.gateRoleArns = forEachGate('', (gate) => arnOf(gateRoles[gate].fixedName));
    this.protectionRoleArn = arnOf(physicalNames(application, environment.name).protectionRole);
  }

  /** The environment's stacks, in the order in which they were made: none before one that it uses. */
  get stacks(): readonly Stack[] {
    return this.node.children.filter((child) => Stack.isStack(child));
  }
}
