import { isRecord } from '../../base/record';
import type { Template } from './template';

/** Properties that give an IAM resource a name of its own; such a template needs CAPABILITY_NAMED_IAM. */
const names: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

/**
 * The capability that a template needs and the request doesn't acknowledge; undefined if none is missing.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html (Capabilities)
 */
export function missingCapability(template: Template, given: readonly string[]): string | undefined {
  const iam = Object.values(template.Resources).filter((resource) => resource.Type in names);
  if (iam.length === 0 || given.includes('CAPABILITY_NAMED_IAM')) return undefined;
  const named = iam.some(({ Type, Properties }) => {
    const name = names[Type];
    return name !== undefined && isRecord(Properties) && Properties[name] !== undefined;
  });
  if (named) return 'CAPABILITY_NAMED_IAM';
  return given.includes('CAPABILITY_IAM') ? undefined : 'CAPABILITY_IAM';
}
