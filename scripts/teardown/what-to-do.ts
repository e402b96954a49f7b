import type { FailedResource } from './delete-stack';
import { kindOf } from './kept-prices';

interface Advice {
  readonly when: RegExp;
  readonly whatToDo: (resource: FailedResource, region: string) => string;
}

/** The reasons for which these stacks fail to go, in AWS's words, the more telling first. */
const known: readonly Advice[] = [
  {
    when: /bucket[^.]*not empty|BucketNotEmpty/i,
    whatToDo: ({ physicalId }, region) =>
      `empty the bucket: ${kindOf('AWS::S3::Bucket').remove(physicalId, region)[0]}`,
  },
  {
    when: /deletion ?protection|OperationNotPermitted.*delet/i,
    whatToDo: () => 'switch its deletion protection off; call teardown again and its refusal shows the command',
  },
  {
    // Functions in a VPC leave their interfaces for a while (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
    when: /dependent object|DependencyViolation|has dependencies|in use/i,
    whatToDo: ({ type, physicalId }, region) => {
      const filter = interfaceFilters[type];
      return filter === undefined
        ? 'what uses it has to go first: functions, VPC links and VPC origins keep their network interfaces for some time; wait half an hour and call teardown again'
        : `its network interfaces show who uses it; those of functions, VPC links and VPC origins go by themselves in some time: aws ec2 describe-network-interfaces --region ${region} --filters Name=${filter},Values=${physicalId} --query 'NetworkInterfaces[].[NetworkInterfaceId,Description,Status]' --output table`;
    },
  },
  {
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
    when: /replica/i,
    whatToDo: ({ physicalId }, region) =>
      `remove its replicas: aws secretsmanager remove-regions-from-replication --region ${region} --secret-id ${physicalId} --remove-replica-regions RECOVERY_REGION`,
  },
  {
    when: /cannot be assumed|is invalid or cannot|Role .*(not exist|not found)/i,
    whatToDo: () =>
      'the role that the pipeline deployed the stack with is gone: bootstrap the account anew (docs/deploy.md, Bootstrap)',
  },
  {
    when: /not authorized|AccessDenied|Access Denied/i,
    whatToDo: () =>
      'the role that CloudFormation acts as lacks this right: look at the policies of the bootstrap, and at those of the organization',
  },
];

const interfaceFilters: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'group-id',
  'AWS::EC2::Subnet': 'subnet-id',
  'AWS::EC2::VPC': 'vpc-id',
};

/** What a person does about a resource that could not be deleted, before teardown is called again. */
export function whatToDo(resource: FailedResource, region: string): string {
  return (
    known.find(({ when }) => when.test(resource.reason))?.whatToDo(resource, region) ??
    "clear what AWS's words name, and call teardown again"
  );
}
