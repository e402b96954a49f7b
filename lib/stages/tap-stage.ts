import { Aws, CfnOutput, Stage, type StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type EnvironmentConfiguration, physicalNames } from '../config';
import { NetworkStack } from '../stacks/network-stack';

/** The three gates after a deployment. */
export type Gate = 'smoke' | 'load' | 'alarms';

export interface TapStageProps extends Pick<StageProps, 'env'> {
  /** Prefix of every physical name. */
  readonly application: string;
  readonly environment: EnvironmentConfiguration;
  /** Where the pipeline and its image repository are. */
  readonly pipeline: { readonly account?: string; readonly region: string; readonly repositoryName: string };
  /** Digest of the shop's image, `sha256:` and 64 hexadecimal digits. */
  readonly imageDigest: string;
  /** Names of the gates' roles in the pipeline's account. */
  readonly gateRoleNames: Readonly<Record<Gate, string>>;
}

/** One environment of the shop. */
export class TapStage extends Stage {
  /** `https://` and the distribution's domain. */
  readonly siteUrl: CfnOutput;
  /** URL of the API's stage, with a slash at the end. */
  readonly apiUrl: CfnOutput;
  /** Id of the API key that the gates use. */
  readonly apiKeyId: CfnOutput;
  /** Roles that the gates assume in this environment's account. */
  readonly gateRoleArns: Readonly<Record<Gate, string>>;

  constructor(scope: Construct, id: string, props: TapStageProps) {
    super(scope, id, { env: props.env });
    const { application, environment } = props;
    const names = physicalNames(application, environment.name);
    const account = environment.account ?? Aws.ACCOUNT_ID;
    const role = (name: string) => `arn:${Aws.PARTITION}:iam::${account}:role/${name}`;
    this.gateRoleArns = {
      smoke: role(names.smokeGateRole),
      load: role(names.loadGateRole),
      alarms: role(names.alarmsGateRole),
    };

    const network = new NetworkStack(this, 'Network', { application, environment });
    this.siteUrl = new CfnOutput(network, 'SiteUrl', { value: network.vpc.vpcId });
    this.apiUrl = new CfnOutput(network, 'ApiUrl', { value: network.vpc.vpcId });
    this.apiKeyId = new CfnOutput(network, 'ApiKeyId', { value: network.vpc.vpcId });
  }
}
