import { type DescribeTable, json, query, rest, text } from './ask';

const iam = query('iam', '2010-05-08');
const ecs = json('ecs', 'AmazonEC2ContainerServiceV20141113');
const codebuild = json('codebuild', 'CodeBuild_20161006');
const events = json('events', 'AWSEvents');
const lambda = rest('lambda');

/** Roles, functions, containers, builds, schedules. */
export const compute: DescribeTable = {
  'AWS::IAM::Role': ({ physicalId: name }) => iam('GetRole', { RoleName: name }, `<RoleName>${name}<`),
  'AWS::IAM::ManagedPolicy': ({ physicalId: arn }) => iam('GetPolicy', { PolicyArn: arn }, arn),
  // An inline policy has no name of its own but as a part of its role.
  'AWS::IAM::Policy': (resource) => {
    const [role] = Array.isArray(resource.properties.Roles) ? resource.properties.Roles : [];
    const name = text(resource, 'PolicyName');
    return role === undefined ? undefined : iam('GetRolePolicy', { RoleName: String(role), PolicyName: name }, name);
  },
  'AWS::Lambda::Function': ({ physicalId: name }) =>
    lambda('GetFunction', `/2015-03-31/functions/${encodeURIComponent(name)}`, name),
  'AWS::Lambda::EventSourceMapping': ({ physicalId: id }) =>
    lambda('GetEventSourceMapping', `/2015-03-31/event-source-mappings/${encodeURIComponent(id)}`, id),
  'AWS::Lambda::Permission': (resource) => {
    const name = text(resource, 'FunctionName').split(':function:').at(-1) ?? '';
    return lambda('GetPolicy', `/2015-03-31/functions/${encodeURIComponent(name)}/policy`, resource.physicalId);
  },
  'AWS::Lambda::LayerVersion': ({ physicalId: arn }) =>
    lambda('GetLayerVersionByArn', `/2018-10-31/layers?find=LayerVersion&Arn=${encodeURIComponent(arn)}`, arn),
  'AWS::ECS::Cluster': ({ physicalId: name }) => ecs('DescribeClusters', { clusters: [name] }, `/${name}"`),
  'AWS::ECS::TaskDefinition': ({ physicalId: arn }) => ecs('DescribeTaskDefinition', { taskDefinition: arn }, arn),
  'AWS::ECS::Service': (resource) =>
    ecs(
      'DescribeServices',
      { cluster: text(resource, 'Cluster'), services: [resource.physicalId] },
      resource.physicalId,
    ),
  'AWS::CodeBuild::Project': ({ physicalId: name }) => codebuild('BatchGetProjects', { names: [name] }, `"${name}"`),
  'AWS::Events::Rule': ({ physicalId: id }) => {
    const name = id.split('|').at(-1)?.split('/').at(-1) ?? id;
    return events('DescribeRule', { Name: name }, name);
  },
  'AWS::Scheduler::Schedule': (resource) => {
    const name = text(resource, 'Name') || resource.physicalId;
    return rest('scheduler')('GetSchedule', `/schedules/${encodeURIComponent(name)}`, name);
  },
};
