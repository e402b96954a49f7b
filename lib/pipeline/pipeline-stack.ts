import { Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { type DeliveryConfiguration, edgeRegion } from '../config';
import type { JobResources } from '../gates/job-role';
import { AccessLogBucket, ArtifactBucket, ArtifactSupport } from './artifacts';
import { DeliveryPipeline } from './delivery-pipeline';
import { EncryptedLogs } from './encrypted-logs';
import { EvidenceBucket } from './evidence-bucket';
import { FailureNotifications } from './failure-notifications';
import { ImageRepository } from './image-repository';
import { ArtifactKey } from './role-principals';

export interface PipelineStackProps {
  readonly configuration: DeliveryConfiguration;
  /** Digest of the shop's image, `sha256:` and 64 hexadecimal digits. */
  readonly imageDigest: string;
  /**
   * Environment overrides in force, by variable. They are written into the synth project, or they would vanish at the
   * first self-mutation.
   */
  readonly overrides: Readonly<Record<string, string>>;
  /**
   * Whether this stack is protected against deletion. Not before it was complete once: the CDK's CLI switches it on before
   * CloudFormation begins, and a first deployment that fails could not be repeated. The stacks of further regions never are: one
   * may be made for the first time at any push, and what they hold is kept without.
   *
   * @default false
   */
  readonly terminationProtection?: boolean;
}

/**
 * Everything that delivers, in the pipeline's account: deployed once by hand, and by itself from then on.
 *
 * Region, account and tags come from the configuration, so that a laptop and the pipeline
 * synthesize the same stack from the same commit.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const { configuration, imageDigest, overrides, terminationProtection } = props;
    const { application, environments, pipeline } = configuration;
    const env = { account: pipeline.account, region: pipeline.region };
    const tags = { ...pipeline.tags };
    super(scope, id, {
      description: `Delivers ${application} through ${environments.map(({ name }) => name).join(', ')}`,
      terminationProtection,
      env,
      tags,
    });
    const key = new ArtifactKey(this, 'Key', {
      alias: `alias/${application}-pipeline`,
      description: `Artifacts, evidence, images, logs and messages of the pipeline of ${application}`,
      enableKeyRotation: true,
    });
    const accessLogs = new AccessLogBucket(this, 'AccessLogs');
    const logGroupName = `/${application}/pipeline/builds`;
    const resources: JobResources = {
      application,
      artifacts: new ArtifactBucket(this, 'Artifacts', { key, accessLogs }),
      evidence: new EvidenceBucket(this, 'Evidence', { key, accessLogs }),
      key,
      logs: { group: new EncryptedLogs(this, 'BuildLogs', { logGroupName, key }), groupName: logGroupName },
    };
    const support = new ArtifactSupport(this, 'ArtifactSupport', {
      application,
      env,
      tags,
      regions: [edgeRegion, ...environments.map(({ region }) => region)],
    });
    const approvals = new sns.Topic(this, 'Approvals', { masterKey: key, enforceSSL: true });
    for (const address of pipeline.notifications.approvals) {
      approvals.addSubscription(new EmailSubscription(address));
    }
    const { pipeline: delivered } = new DeliveryPipeline(this, 'Delivery', {
      configuration,
      imageDigest,
      overrides,
      resources,
      otherRegions: support.buckets,
      repository: new ImageRepository(this, 'Repository', { application, key, environments }),
      approvals,
    });
    new FailureNotifications(this, 'Failures', { configuration, pipeline: delivered, key, approvals });
  }
}
