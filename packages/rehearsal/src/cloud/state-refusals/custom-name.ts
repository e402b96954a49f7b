import { awsSpecification } from '../base/specification';
import type { Properties } from './change';

/** Properties that name a resource, although the type's identifier is an id of the service's own. */
const namesBesideIdentifiers: Readonly<Record<string, readonly string[]>> = {
  // https://github.com/data-dot-all/dataall/issues/1080
  'AWS::EC2::SecurityGroup': ['GroupName'],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html (ServiceName)
  // The name counts within its cluster, as in https://github.com/cdk-cosmos/cosmos/issues/65
  'AWS::ECS::Service': ['Cluster', 'ServiceName'],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html (Name)
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name'],
  // https://github.com/honerlaw/serverless-fargate-plugin/issues/19
  'AWS::ElasticLoadBalancingV2::TargetGroup': ['Name'],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html (StateMachineName)
  'AWS::StepFunctions::StateMachine': ['StateMachineName'],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-apikey.html (Name)
  'AWS::ApiGateway::ApiKey': ['Name'],
};

/**
 * The name that a template gives a resource of this type, as CloudFormation writes it (`a`, or `a|b` where several properties make it);
 * undefined if CloudFormation makes it.
 */
export async function customName(type: string, properties: Properties): Promise<string | undefined> {
  const parts = (await namingProperties(type)).map((name) => properties[name]);
  const named = parts.length > 0 && parts.every((part) => typeof part === 'string' && part !== '');
  return named ? parts.join('|') : undefined;
}

/** A resource is named by its identifier, where the template writes the whole of it. */
async function namingProperties(type: string): Promise<readonly string[]> {
  const known = namesBesideIdentifiers[type];
  if (known !== undefined) return known;
  const [resource] = (await awsSpecification()).lookup('resource', 'cloudFormationType', 'equals', type);
  const identifier = resource?.primaryIdentifier ?? [];
  return identifier.every((name) => resource?.properties[name]?.causesReplacement === 'yes') ? identifier : [];
}

/** Types whose names two resources of an account and region may not share, beside those that are named by their identifier. */
const uniqueNames: Readonly<Record<string, readonly string[]>> = {
  // Names are unique within a network: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html (GroupName)
  'AWS::EC2::SecurityGroup': ['GroupName', 'VpcId'],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html (Name)
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name'],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html (Name)
  'AWS::ElasticLoadBalancingV2::TargetGroup': ['Name'],
};

/**
 * The name by which a resource excludes others of its type, as CloudFormation writes it; undefined if the template gives none, or if it is
 * known of no such exclusion: an identifier that is another resource's, such as a topic's policy, often takes the place of what was there,
 * and the name of a part, such as a model of a REST API, counts within what it is part of.
 */
export async function uniqueName(type: string, properties: Properties): Promise<string | undefined> {
  const [resource] = (await awsSpecification()).lookup('resource', 'cloudFormationType', 'equals', type);
  const identifier = resource?.primaryIdentifier ?? [];
  const isPart = Object.entries(resource?.properties ?? {}).some(
    ([name, { required, causesReplacement }]) =>
      required === true && causesReplacement === 'yes' && /(?:Id|Identifier)$/.test(name) && !identifier.includes(name),
  );
  const byIdentifier = identifier.length === 1 && /(?:Name|Identifier)$/.test(String(identifier[0])) && !isPart;
  const naming = uniqueNames[type] ?? (byIdentifier ? identifier : []);
  const parts = naming.map((name) => properties[name]);
  const named = parts.length > 0 && parts.every((part) => typeof part === 'string' && part !== '');
  return named ? parts.join('|') : undefined;
}
