import { namedTypes } from '../../../scripts/doctor/named-resources';
import { type Properties, valueAt } from '../../../scripts/doctor/template-values';
import { stacksOf } from '../../helpers/stacks';
import { variants } from '../../helpers/variants';

/** What looks like a name and need not be free, by type and property, with the reason. */
const notTaken: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Model Name': 'within its API',
  'AWS::ApiGateway::RestApi Name': 'API Gateway knows APIs by ids, and takes a name any number of times',
  'AWS::ApiGateway::Stage StageName': 'within its API',
  'AWS::ApiGatewayV2::VpcLink Name': 'API Gateway knows links by ids',
  'AWS::ApplicationAutoScaling::ScalingPolicy PolicyName': 'within its scalable target, which is of one service',
  'AWS::CloudWatch::Alarm MetricName': 'names what the alarm looks at',
  'AWS::CodeBuild::Project LogsConfig.CloudWatchLogs.StreamName': "within a log group of the stack's",
  'AWS::EC2::VPCEndpoint ServiceName': 'names what the endpoint leads to',
  'AWS::IAM::Policy PolicyName': 'inline: within the role that has it',
  'AWS::RDS::DBCluster DatabaseName': 'within its cluster',
  'AWS::RDS::DBProxyTargetGroup TargetGroupName': 'within its proxy, which has this one alone',
  'AWS::Route53::RecordSet Name': "within a hosted zone that is the team's, not the account's",
  'AWS::WAFv2::WebACL VisibilityConfig.MetricName': 'a metric, which several may have',
};

/**
 * Properties that hold a literal and are called as names are, those in objects included; neither lists nor intrinsic functions hold a
 * resource's own name.
 */
function literalNames(properties: Properties, within = ''): readonly string[] {
  return Object.entries(properties).flatMap(([key, value]) => {
    if (typeof value === 'string') return /(Name|Identifier)$/.test(key) ? `${within}${key}` : [];
    const leads = typeof value === 'object' && value !== null && !Array.isArray(value) && !key.startsWith('Fn::');
    if (!leads) return [];
    return literalNames(value as Properties, `${within}${key}.`);
  });
}

const resources = variants
  .flatMap((variant) => stacksOf(variant))
  .flatMap(({ template }) => Object.values(template.Resources));
const named = new Set(
  resources.flatMap(({ Type, Properties = {} }) => literalNames(Properties).map((property) => `${Type} ${property}`)),
);

test('every literal name in the templates is looked at, or need not be free for a reason', () => {
  expect(named.size).toBeGreaterThan(20);
  const lookedAt = Object.entries(namedTypes).map(([type, { property }]) => `${type} ${property}`);
  expect([...named].filter((name) => !lookedAt.includes(name) && !(name in notTaken)).sort()).toEqual([]);
  expect(Object.keys(notTaken).filter((name) => lookedAt.includes(name))).toEqual([]);
});

test('every reason is of something in the templates', () => {
  expect(Object.keys(notTaken).filter((name) => !named.has(name))).toEqual([]);
});

test('every type that is looked at is in the templates, but for a repository of the source, which is made only if so configured', () => {
  const absent = Object.entries(namedTypes)
    .filter(([type, { property }]) =>
      resources.every(
        ({ Type, Properties = {} }) => Type !== type || typeof valueAt(Properties, property) !== 'string',
      ),
    )
    .map(([type]) => type);
  expect(absent).toEqual(['AWS::CodeCommit::Repository']);
});

test('a name that is found is told by type and property, and no reference or part of a list', () => {
  const properties = {
    Name: 'a',
    Config: { PolicyName: 'b', Id: 'c' },
    RoleName: { Ref: 'R' },
    Items: [{ Name: 'd' }],
  };
  expect(literalNames(properties)).toEqual(['Name', 'Config.PolicyName']);
});
