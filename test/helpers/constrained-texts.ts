import type { Template } from '../../scripts/build/assembly';

/** What a service takes as a text. */
export interface TextRule {
  /** Most characters; absent where AWS names no limit. */
  readonly most?: number;
  /** What the whole text must match. */
  readonly pattern: RegExp;
  /** Where AWS says so. */
  readonly page: string;
}

/** A text of a template. */
export interface FoundText {
  /** Type of the resource; `Template`, `Parameters` or `Outputs` for what stands outside the resources. */
  readonly type: string;
  /** Its properties' names down to the text, with `[]` for each list, such as `SecurityGroupEgress[].Description`. */
  readonly at: string;
  /** The literal parts; what a reference becomes is known only to AWS. */
  readonly text: string;
}

const docs = (path: string) => `https://docs.aws.amazon.com/${path}.html`;

/** Printable ASCII: where AWS names no characters, those that none of its services refuses. */
const plain = /^[\x20-\x7e]*$/;

const ec2: TextRule = {
  most: 255,
  pattern: /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/,
  page: docs('AWSEC2/latest/APIReference/API_IpRange'),
};
const role = docs('IAM/latest/APIReference/API_CreateRole');
const alarm = docs('AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm');
const api = (call: string) => docs(`apigateway/latest/api/API_${call}`);
const cloudfront = (shape: string) => docs(`cloudfront/latest/APIReference/API_${shape}`);
const codebuild = (call: string) => docs(`codebuild/latest/APIReference/API_${call}`);
const lambda = (call: string) => docs(`lambda/latest/api/API_${call}`);
const rds = (call: string) => docs(`AmazonRDS/latest/APIReference/API_${call}`);
const waf = docs('waf/latest/APIReference/API_VisibilityConfig');

const tags = docs('AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags');
const tagKey: TextRule = { most: 127, pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/iu, page: tags };
const tagValue: TextRule = { most: 255, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, page: tags };

const pipeline = (shape: string, pattern = /^[A-Za-z0-9.@\-_]+$/): TextRule => ({
  most: 100,
  pattern,
  page: docs(`codepipeline/latest/APIReference/API_${shape}`),
});
/** With variables as they are written; those of an approval are counted resolved by the test of promotions. */
const configurationValue: TextRule = {
  most: 1000,
  pattern: plain,
  page: docs('codepipeline/latest/APIReference/API_ActionDeclaration'),
};

/**
 * Every text that a service constrains: `type at`, and what AWS says of it.
 *
 * A test holds that each row finds a text in the templates, and that no description or name of theirs is without a row.
 */
export const textRules: Readonly<Record<string, TextRule>> = {
  'Outputs Description': {
    most: 1024,
    pattern: plain,
    page: docs('AWSCloudFormation/latest/UserGuide/outputs-section-structure'),
  },
  'Template Description': {
    most: 1024,
    pattern: plain,
    page: docs('AWSCloudFormation/latest/UserGuide/template-description-structure'),
  },
  'Parameters Description': {
    most: 4000,
    pattern: plain,
    page: docs('AWSCloudFormation/latest/UserGuide/parameters-section-structure'),
  },
  'AWS::ApiGateway::ApiKey Description': { pattern: plain, page: api('CreateApiKey') },
  'AWS::ApiGateway::Deployment Description': { pattern: plain, page: api('CreateDeployment') },
  'AWS::ApiGateway::Model Name': { pattern: /^[A-Za-z0-9]+$/, page: api('CreateModel') },
  'AWS::ApiGateway::RestApi Name': { pattern: plain, page: api('CreateRestApi') },
  'AWS::ApiGateway::Stage StageName': { most: 128, pattern: /^[A-Za-z0-9_-]+$/, page: api('CreateStage') },
  'AWS::ApiGateway::UsagePlan Description': { pattern: plain, page: api('CreateUsagePlan') },
  'AWS::ApiGatewayV2::VpcLink Name': { pattern: plain, page: docs('apigatewayv2/latest/api-reference/vpclinks') },
  'AWS::ApplicationAutoScaling::ScalingPolicy PolicyName': {
    most: 256,
    pattern: plain,
    page: docs('autoscaling/application/APIReference/API_PutScalingPolicy'),
  },
  'AWS::CloudFront::Distribution DistributionConfig.Comment': {
    most: 128,
    pattern: plain,
    page: cloudfront('DistributionConfig'),
  },
  'AWS::CloudFront::Function FunctionConfig.Comment': {
    most: 128,
    pattern: plain,
    page: cloudfront('FunctionConfig'),
  },
  'AWS::CloudFront::Function Name': {
    most: 64,
    pattern: /^[a-zA-Z0-9_-]+$/,
    page: cloudfront('CreateFunction'),
  },
  'AWS::CloudFront::OriginAccessControl OriginAccessControlConfig.Name': {
    most: 64,
    pattern: plain,
    page: cloudfront('OriginAccessControlConfig'),
  },
  'AWS::CloudFront::ResponseHeadersPolicy ResponseHeadersPolicyConfig.Name': {
    pattern: plain,
    page: cloudfront('ResponseHeadersPolicyConfig'),
  },
  'AWS::CloudFront::VpcOrigin VpcOriginEndpointConfig.Name': {
    pattern: plain,
    page: cloudfront('VpcOriginEndpointConfig'),
  },
  'AWS::CloudWatch::Alarm AlarmDescription': { most: 1024, pattern: plain, page: alarm },
  'AWS::CloudWatch::Alarm AlarmName': { most: 255, pattern: plain, page: alarm },
  'AWS::CloudWatch::Alarm Metrics[].Expression': { most: 2048, pattern: plain, page: alarm },
  'AWS::CloudWatch::Alarm Metrics[].Id': { most: 255, pattern: /^[a-z][A-Za-z0-9_]*$/, page: alarm },
  'AWS::CloudWatch::Alarm Metrics[].Label': { pattern: plain, page: alarm },
  'AWS::CloudWatch::Dashboard DashboardName': {
    most: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    page: docs('AmazonCloudWatch/latest/APIReference/API_PutDashboard'),
  },
  'AWS::CodeBuild::Project Description': { most: 255, pattern: plain, page: codebuild('CreateProject') },
  'AWS::CodeBuild::ReportGroup Name': { most: 128, pattern: plain, page: codebuild('CreateReportGroup') },
  'AWS::CodePipeline::Pipeline Name': pipeline('PipelineDeclaration'),
  'AWS::CodePipeline::Pipeline Stages[].Name': pipeline('StageDeclaration'),
  'AWS::CodePipeline::Pipeline Stages[].Actions[].Name': pipeline('ActionDeclaration'),
  'AWS::CodePipeline::Pipeline Stages[].Actions[].Namespace': pipeline('ActionDeclaration', /^[A-Za-z0-9@\-_]+$/),
  'AWS::CodePipeline::Pipeline Stages[].Actions[].InputArtifacts[].Name': pipeline('InputArtifact', /^[\w-]+$/),
  'AWS::CodePipeline::Pipeline Stages[].Actions[].OutputArtifacts[].Name': pipeline('OutputArtifact', /^[\w-]+$/),
  'AWS::CodePipeline::Pipeline Stages[].Actions[].Configuration.BranchName': configurationValue,
  'AWS::CodePipeline::Pipeline Stages[].Actions[].Configuration.CustomData': configurationValue,
  'AWS::CodePipeline::Pipeline Stages[].Actions[].Configuration.EnvironmentVariables': configurationValue,
  'AWS::CodePipeline::Pipeline Stages[].Actions[].Configuration.ExternalEntityLink': configurationValue,
  'AWS::CodePipeline::Pipeline Stages[].Actions[].Configuration.StackName': {
    most: 128,
    pattern: /^[A-Za-z][A-Za-z0-9-]*$/,
    page: docs('AWSCloudFormation/latest/APIReference/API_CreateStack'),
  },
  'AWS::EC2::SecurityGroup GroupDescription': ec2,
  'AWS::EC2::SecurityGroup SecurityGroupEgress[].Description': ec2,
  'AWS::EC2::SecurityGroup SecurityGroupIngress[].Description': ec2,
  'AWS::EC2::SecurityGroupEgress Description': ec2,
  'AWS::EC2::SecurityGroupIngress Description': ec2,
  'AWS::ECR::Repository RepositoryName': {
    most: 256,
    pattern: /^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
    page: docs('AmazonECR/latest/APIReference/API_CreateRepository'),
  },
  'AWS::ECR::Repository LifecyclePolicy.LifecyclePolicyText': {
    most: 30720,
    pattern: plain,
    page: docs('AmazonECR/latest/APIReference/API_PutLifecyclePolicy'),
  },
  'AWS::ECS::TaskDefinition ContainerDefinitions[].Name': {
    most: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    page: docs('AmazonECS/latest/APIReference/API_ContainerDefinition'),
  },
  'AWS::ECS::TaskDefinition Family': {
    most: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    page: docs('AmazonECS/latest/APIReference/API_RegisterTaskDefinition'),
  },
  'AWS::ElasticLoadBalancingV2::Listener DefaultActions[].FixedResponseConfig.MessageBody': {
    most: 1024,
    pattern: plain,
    page: docs('elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig'),
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule Conditions[].PathPatternConfig.Values[]': {
    most: 128,
    pattern: /^[A-Za-z0-9_.$/~"'@:+&*?-]+$/,
    page: docs('elasticloadbalancing/latest/APIReference/API_RuleCondition'),
  },
  'AWS::Events::Rule Description': {
    most: 512,
    pattern: plain,
    page: docs('eventbridge/latest/APIReference/API_PutRule'),
  },
  'AWS::IAM::Policy PolicyName': {
    most: 128,
    pattern: /^[\w+=,.@-]+$/,
    page: docs('IAM/latest/APIReference/API_PutRolePolicy'),
  },
  'AWS::IAM::Role Description': { most: 1000, pattern: /^[\t\n\r\x20-\x7e\xa1-\xff]*$/, page: role },
  'AWS::IAM::Role RoleName': { most: 64, pattern: /^[\w+=,.@-]+$/, page: role },
  'AWS::KMS::Alias AliasName': {
    most: 256,
    pattern: /^alias\/(?!aws\/)[a-zA-Z0-9:/_-]+$/,
    page: docs('kms/latest/APIReference/API_CreateAlias'),
  },
  'AWS::KMS::Key Description': { most: 8192, pattern: plain, page: docs('kms/latest/APIReference/API_CreateKey') },
  'AWS::KinesisFirehose::DeliveryStream DeliveryStreamName': {
    most: 64,
    pattern: /^[a-zA-Z0-9_.-]+$/,
    page: docs('firehose/latest/APIReference/API_CreateDeliveryStream'),
  },
  'AWS::Lambda::Function Description': { most: 256, pattern: plain, page: lambda('CreateFunction') },
  'AWS::Lambda::LayerVersion Description': { most: 256, pattern: plain, page: lambda('PublishLayerVersion') },
  'AWS::Logs::LogGroup LogGroupName': {
    most: 512,
    pattern: /^(?!aws\/)[.\-_/#A-Za-z0-9]+$/,
    page: docs('AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup'),
  },
  'AWS::RDS::DBCluster DBClusterIdentifier': {
    most: 63,
    pattern: /^[A-Za-z](-?[A-Za-z0-9])*$/,
    page: rds('CreateDBCluster'),
  },
  'AWS::RDS::DBCluster DatabaseName': { most: 64, pattern: /^[A-Za-z][A-Za-z0-9_]*$/, page: rds('CreateDBInstance') },
  'AWS::RDS::DBClusterParameterGroup Description': { pattern: plain, page: rds('CreateDBClusterParameterGroup') },
  'AWS::RDS::DBProxy DBProxyName': { most: 63, pattern: /^[a-zA-Z](-?[a-zA-Z0-9])*$/, page: rds('CreateDBProxy') },
  'AWS::RDS::DBSubnetGroup DBSubnetGroupDescription': { pattern: plain, page: rds('CreateDBSubnetGroup') },
  'AWS::Route53::RecordSet Name': {
    most: 255,
    pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+$/,
    page: docs('Route53/latest/DeveloperGuide/DomainNameFormat'),
  },
  'AWS::S3::Bucket BucketName': {
    most: 63,
    pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])$/,
    page: docs('AmazonS3/latest/userguide/bucketnamingrules'),
  },
  'AWS::S3::Bucket LifecycleConfiguration.Rules[].Id': {
    most: 255,
    pattern: plain,
    page: docs('AmazonS3/latest/API/API_LifecycleRule'),
  },
  'AWS::Scheduler::Schedule Description': {
    most: 512,
    pattern: plain,
    page: docs('scheduler/latest/APIReference/API_CreateSchedule'),
  },
  'AWS::SecretsManager::RotationSchedule HostedRotationLambda.RotationLambdaName': {
    most: 64,
    pattern: /^[a-zA-Z0-9-_]+$/,
    page: lambda('CreateFunction'),
  },
  'AWS::SecretsManager::Secret Description': {
    most: 2048,
    pattern: plain,
    page: docs('secretsmanager/latest/apireference/API_CreateSecret'),
  },
  'AWS::WAFv2::WebACL Rules[].Name': {
    most: 128,
    pattern: /^[\w-]+$/,
    page: docs('waf/latest/APIReference/API_Rule'),
  },
  'AWS::WAFv2::WebACL Rules[].VisibilityConfig.MetricName': { most: 255, pattern: /^[\w#:./-]+$/, page: waf },
  'AWS::WAFv2::WebACL VisibilityConfig.MetricName': { most: 255, pattern: /^[\w#:./-]+$/, page: waf },
};

/** The rule of a text; tags have the same one wherever they are. */
export function ruleOf({ type, at }: FoundText): TextRule | undefined {
  if (at === 'Tags[].Key') return tagKey;
  if (at === 'Tags[].Value') return tagValue;
  return textRules[`${type} ${at}`];
}

/** True if the service takes the text. */
export function takes({ most = Number.POSITIVE_INFINITY, pattern }: TextRule, text: string): boolean {
  return [...text].length <= most && pattern.test(text);
}

/** Every text of a template. */
export function textsOf(template: Template): readonly FoundText[] {
  const { Description, Parameters = {}, Outputs = {}, Resources } = template as Template & Sections;
  return [
    ...textsIn('Template', { Description }),
    ...Object.values(Parameters).flatMap((parameter) => textsIn('Parameters', parameter)),
    ...Object.values(Outputs).flatMap((output) => textsIn('Outputs', output)),
    ...Object.values(Resources).flatMap(({ Type, Properties }) => textsIn(Type, Properties)),
  ];
}

interface Sections {
  readonly Description?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

function textsIn(type: string, value: unknown, at = ''): readonly FoundText[] {
  const text = literalParts(value);
  if (text !== undefined) return [{ type, at, text }];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(type, one, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(type, one, at === '' ? key : `${at}.${key}`));
}

/** The text itself, what is literal in a joined one, nothing for any other value. */
function literalParts(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const parts = (value as { 'Fn::Join'?: readonly [string, readonly unknown[]] } | null | undefined)?.['Fn::Join'];
  return parts?.[1].filter((part) => typeof part === 'string').join(parts[0]);
}
