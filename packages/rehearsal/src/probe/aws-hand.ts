import {
  CloudFormationClient,
  DeleteStackCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { LocalCloud } from '../cloud/base/contracts';
import { sdkConfiguration } from '../executors/sdk-configuration';
import type { DeployableStack } from '../model/deployable-stack';

/** A resource as CloudFormation lists it. */
export interface ListedResource {
  readonly stack: DeployableStack;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/** What a person might do by hand, past CloudFormation, to an environment's resources. */
export class AwsHand {
  constructor(private readonly cloud: LocalCloud) {}

  async list(stacks: readonly DeployableStack[]): Promise<readonly ListedResource[]> {
    const listed: ListedResource[] = [];
    for (const stack of stacks) {
      const client = new CloudFormationClient(this.settings(stack));
      for await (const page of paginateListStackResources({ client }, { StackName: stack.name })) {
        for (const one of page.StackResourceSummaries ?? []) {
          const {
            LogicalResourceId: logicalId = '',
            PhysicalResourceId: physicalId = '',
            ResourceType: type = '',
          } = one;
          listed.push({ stack, logicalId, physicalId, type });
        }
      }
      client.destroy();
    }
    return listed;
  }

  /** The template as it was given. */
  async template(stack: DeployableStack): Promise<string | undefined> {
    const client = new CloudFormationClient(this.settings(stack));
    return (await client.send(new GetTemplateCommand({ StackName: stack.name }))).TemplateBody;
  }

  async deleteStack(stack: DeployableStack): Promise<void> {
    await new CloudFormationClient(this.settings(stack)).send(new DeleteStackCommand({ StackName: stack.name }));
  }

  async deleteTopic({ stack, physicalId }: ListedResource): Promise<void> {
    await new SNSClient(this.settings(stack)).send(new DeleteTopicCommand({ TopicArn: physicalId }));
  }

  async deleteLogGroup({ stack, physicalId }: ListedResource): Promise<void> {
    await new CloudWatchLogsClient(this.settings(stack)).send(new DeleteLogGroupCommand({ logGroupName: physicalId }));
  }

  async deleteSecret({ stack, physicalId }: ListedResource): Promise<void> {
    const command = new DeleteSecretCommand({ SecretId: physicalId, ForceDeleteWithoutRecovery: true });
    await new SecretsManagerClient(this.settings(stack)).send(command);
  }

  /** Takes an object away. @returns how to put it back */
  async takeObject({ stack, physicalId: Bucket }: ListedResource, Key: string): Promise<() => Promise<void>> {
    const client = new S3Client(this.settings(stack));
    const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key }));
    const bytes = await Body?.transformToByteArray();
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    return async () => {
      const type = ContentType === undefined ? {} : { ContentType };
      await client.send(new PutObjectCommand({ Bucket, Key, Body: bytes ?? new Uint8Array(), ...type }));
    };
  }

  private settings({ account, region }: DeployableStack): ReturnType<typeof sdkConfiguration> {
    return sdkConfiguration(this.cloud.awsVariables({ name: 'rehearsal probe', account, region }));
  }
}
