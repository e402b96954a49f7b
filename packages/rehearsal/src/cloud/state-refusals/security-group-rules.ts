import { isRecord } from '../base/record';
import type { LiveResource, Properties, ResourceChange } from './change';
import { replacementBy } from './replacement';
import type { Rule } from './rule';

/**
 * The list `com.amazonaws.global.cloudfront.origin-facing`, whose id is fixed in each region; `aws ec2 describe-managed-prefix-lists` shows
 * it (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html).
 */
const originFacing: ReadonlySet<unknown> = new Set([
  'pl-3b927c52',
  'pl-b6a144df',
  'pl-82a045eb',
  'pl-4fa04526',
  'pl-93a247fa',
  'pl-a3a144ca',
  'pl-31a34658',
  'pl-b8a742d1',
  'pl-58a04531',
]);
/** https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html (weights) */
const originFacingWeight = 55;
/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html (inbound or outbound rules per security group) */
export const rulesOfGroupByDefault = 60;

/** Each kind of rule, the property of a group that lists more of them, and the property that names a prefix list. */
const kinds = {
  'AWS::EC2::SecurityGroupEgress': { listed: 'SecurityGroupEgress', list: 'DestinationPrefixListId' },
  'AWS::EC2::SecurityGroupIngress': { listed: 'SecurityGroupIngress', list: 'SourcePrefixListId' },
} as const;

/**
 * A group has so many rules in each direction, and a prefix list counts with its maximum size. CloudFormation makes the new rule before it
 * deletes the old one, so that for a moment both count. A list that is neither made here nor CloudFront's counts as one rule: how large it
 * may grow is not known.
 *
 * @param limit the account's quota
 */
export function securityGroupRules(limit: number): Rule {
  return {
    looksAt: Object.fromEntries(
      Object.keys(kinds).map((type) => [type, [type, 'AWS::EC2::SecurityGroup', 'AWS::EC2::PrefixList']]),
    ),
    async judge(change) {
      if (change.step === 'delete' || change.after.GroupId === undefined) return undefined;
      const inPlace = change.step === 'update' && (await replacementBy(change))?.certain.length === 0;
      return !inPlace && rulesBesides(change) > limit ? refusal : undefined;
    },
  };
}

const refusal = {
  refused:
    'The maximum number of rules per security group has been reached. (Service: AmazonEC2; Status Code: 400; Error Code: RulesPerSecurityGroupLimitExceeded)',
  source: 'https://github.com/aws/res/issues/27',
};

/** How many rules the group has while the new one stands beside all that are there, also beside the one whose place it takes. */
function rulesBesides({ type, after, beside }: ResourceChange): number {
  const { listed, list } = kinds[type as keyof typeof kinds];
  const group = beside.find((other) => other.type === 'AWS::EC2::SecurityGroup' && other.physicalId === after.GroupId);
  const inline = group?.properties[listed];
  const others = beside.filter((other) => other.type === type && other.properties.GroupId === after.GroupId);
  const rules = [
    ...(Array.isArray(inline) ? inline.filter(isRecord) : []),
    ...others.map((other) => other.properties),
    after,
  ];
  return rules.reduce((sum, rule) => sum + weight(rule, list, beside), 0);
}

function weight(rule: Properties, list: string, beside: readonly LiveResource[]): number {
  const id = rule[list];
  if (id === undefined) return 1;
  if (originFacing.has(id)) return originFacingWeight;
  const own = beside.find(({ type, physicalId }) => type === 'AWS::EC2::PrefixList' && physicalId === id);
  return Number(own?.properties.MaxEntries ?? 1);
}
