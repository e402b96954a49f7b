import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStackEvents,
} from '@aws-sdk/client-cloudformation';
import { assumeRole } from '../assume-role';
import { awsClientSettings } from '../aws-client';
import type { StackEvent, StackPlace, StackRecord, StackSource } from './stack-record';

/**
 * What this program does to a stack, and all that its session may do. No more than these four, which every bootstrap stack's
 * role has (https://github.com/aws/aws-cdk/pull/6684); those made before 2026 may not list a stack's resources
 * (https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml).
 */
const actions = [
  'cloudformation:DeleteStack',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
];

/**
 * CloudFormation, seen through the role that deploys the stack. That role may do more, to every stack of its account; the
 * session may do these things to this one.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export class CloudFormationSource implements StackSource {
  private readonly client: CloudFormationClient;

  constructor({ name, region, roleArn }: StackPlace, sessionName: string) {
    const [, partition, , , account] = roleArn.split(':');
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: actions,
          Resource: `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/*`,
        },
      ],
    };
    this.client = new CloudFormationClient({
      ...awsClientSettings,
      region,
      credentials: assumeRole(roleArn, sessionName, {
        policy: JSON.stringify(policy),
        advice: `bootstrap account ${account} in ${region}, with --trust for the pipeline's account (docs/deploy.md, step 3)`,
      }),
    });
  }

  async describe(nameOrId: string): Promise<StackRecord | undefined> {
    try {
      const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: nameOrId }));
      const [stack] = Stacks ?? [];
      if (stack?.StackId === undefined) return undefined;
      return { id: stack.StackId, status: stack.StackStatus ?? '', statusReason: stack.StackStatusReason };
    } catch (error) {
      // CloudFormation has no error of its own for a stack that is not there.
      if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) {
        return undefined;
      }
      throw error;
    }
  }

  async events(id: string): Promise<readonly StackEvent[]> {
    const found: StackEvent[] = [];
    for await (const page of paginateDescribeStackEvents({ client: this.client }, { StackName: id })) {
      for (const event of page.StackEvents ?? []) {
        found.push({
          logicalId: event.LogicalResourceId ?? '',
          type: event.ResourceType ?? '',
          physicalId: event.PhysicalResourceId ?? '',
          status: event.ResourceStatus ?? '',
          reason: event.ResourceStatusReason ?? '',
          ofStack: event.PhysicalResourceId === event.StackId,
        });
      }
    }
    return found;
  }

  async template(id: string): Promise<string> {
    const command = new GetTemplateCommand({ StackName: id, TemplateStage: 'Original' });
    try {
      return (await this.client.send(command)).TemplateBody ?? '';
    } catch (error) {
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html: there is none.
      if (error instanceof Error && error.name === 'ValidationError') return '';
      throw error;
    }
  }

  async delete(id: string): Promise<void> {
    await this.client.send(new DeleteStackCommand({ StackName: id }));
  }
}
