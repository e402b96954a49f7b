import type { DeployedResource } from '../base/contracts';
import { type DeployedStacks, type Owned, read } from '../deployed/deployed-stacks';
import { readTaskDefinition, type TaskDefinition } from './task-definition';

/** An ECS service as deployed. */
export interface ServiceDefinition {
  readonly resource: Owned;
  readonly environment: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** `Alpha/readings`: the environment, and the service's name without the parts that only repeat it. */
  readonly label: string;
  readonly taskDefinition: TaskDefinition;
  readonly tasks: number;
  readonly targets: readonly {
    readonly targetGroupArn: string;
    readonly container: string;
    readonly containerPort: number;
  }[];
  readonly circuitBreaker: boolean;
  /** AWS seconds in which failing health checks don't count against a new task. */
  readonly gracePeriodSeconds: number;
}

/** A service as it is deployed; nothing if its task definition is not (yet) there. */
export function readService(resource: Owned, deployed: DeployedStacks): ServiceDefinition | undefined {
  const properties = read(resource);
  const definition = deployed.find('AWS::ECS::TaskDefinition', properties.text('TaskDefinition'));
  if (!definition) return undefined;
  const [clusterName, serviceName] = namesOf(resource, properties.optionalText('Cluster'));
  const scalableTarget = deployed
    .ofType('AWS::ApplicationAutoScaling::ScalableTarget', resource.environment)
    .find((target) => read(target).optionalText('ResourceId') === `service/${clusterName}/${serviceName}`);
  const tasks = scalableTarget ? read(scalableTarget).number('MinCapacity') : properties.optionalNumber('DesiredCount');
  return {
    resource,
    environment: resource.environment,
    clusterName,
    serviceName,
    label: `${resource.environment}/${shortName(resource)}`,
    taskDefinition: readTaskDefinition(definition),
    tasks: tasks ?? 1,
    targets: properties.objects('LoadBalancers').map((target) => ({
      targetGroupArn: target.text('TargetGroupArn'),
      container: target.text('ContainerName'),
      containerPort: target.number('ContainerPort'),
    })),
    circuitBreaker: properties.object('DeploymentConfiguration').object('DeploymentCircuitBreaker').flag('Enable'),
    gracePeriodSeconds: properties.optionalNumber('HealthCheckGracePeriodSeconds') ?? 0,
  };
}

/** Everything that makes a new deployment necessary when it changes. */
export function sameDeployment(one: ServiceDefinition, other: ServiceDefinition): boolean {
  const essence = (service: ServiceDefinition) =>
    JSON.stringify([
      service.taskDefinition.arn,
      service.taskDefinition.resource.properties,
      service.targets,
      service.tasks,
    ]);
  return essence(one) === essence(other);
}

/** Cluster and service name: `Ref` is an ARN `.../service/<cluster>/<service>`, a bare name where nothing else is known. */
function namesOf(resource: DeployedResource, cluster: string | undefined): [string, string] {
  const [, fromArn, name] = /:service\/([^/]+)\/([^/]+)$/.exec(resource.physicalId) ?? [];
  const serviceName = read(resource).optionalText('ServiceName') ?? name ?? resource.physicalId;
  return [cluster?.split('/').at(-1) ?? fromArn ?? 'default', serviceName];
}

/** The service's own name without the environment's, or its logical id without the hash: `readings`. */
function shortName(resource: Owned): string {
  const named = read(resource).optionalText('ServiceName');
  const marker = `-${resource.environment.toLowerCase()}-`;
  if (named !== undefined) return named.includes(marker) ? named.slice(named.indexOf(marker) + marker.length) : named;
  const id = resource.logicalId.replace(/[0-9A-F]{8}$/, '').replace(/(?<=.)Service$/, '');
  return id.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
