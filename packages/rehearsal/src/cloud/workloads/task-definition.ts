import type { DeployedResource } from '../base/contracts';
import { read } from '../deployed/deployed-stacks';
import type { Reader } from '../deployed/properties';

/** A container of an ECS task definition, as far as a process can honour it. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  /** Empty where the image says it. */
  readonly entryPoint: readonly string[];
  /** Empty where the image says it. */
  readonly command: readonly string[];
  readonly essential: boolean;
  readonly variables: Readonly<Record<string, string>>;
  /** By variable: the ARN that ECS resolves, with an optional `:jsonKey:stage:version`. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly dependsOn: readonly { readonly container: string; readonly condition: string }[];
  readonly ports: readonly number[];
  /** AWS seconds between SIGTERM and SIGKILL. */
  readonly stopTimeoutSeconds: number;
  /** Where the log driver `awslogs` sends its output; absent with another driver, or none. */
  readonly log?: { readonly group: string; readonly streamPrefix: string };
}

export interface TaskDefinition {
  /** What `Ref` answers: the ARN with its revision. */
  readonly arn: string;
  readonly resource: DeployedResource;
  readonly containers: readonly ContainerDefinition[];
  /** CPU units reserved for a task; 1024 are one vCPU. */
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html: stopTimeout, default 30 seconds
const defaultStopTimeoutSeconds = 30;

/** @throws TAP4401 if a property that a task can't do without is missing. */
export function readTaskDefinition(resource: DeployedResource): TaskDefinition {
  const properties = read(resource);
  const taskRoleArn = properties.optionalText('TaskRoleArn');
  const executionRoleArn = properties.optionalText('ExecutionRoleArn');
  return {
    arn: resource.physicalId,
    resource,
    containers: properties.objects('ContainerDefinitions').map(readContainer),
    cpuUnits: properties.optionalNumber('Cpu') ?? 256,
    memoryMiB: properties.optionalNumber('Memory') ?? 512,
    taskRoleArn,
    executionRoleArn,
  };
}

function readContainer(container: Reader): ContainerDefinition {
  return {
    name: container.text('Name'),
    image: container.text('Image'),
    entryPoint: container.texts('EntryPoint'),
    command: container.texts('Command'),
    essential: container.flag('Essential', true),
    variables: container.pairs('Environment'),
    secrets: Object.fromEntries(
      container.objects('Secrets').map((secret) => [secret.text('Name'), secret.text('ValueFrom')]),
    ),
    dependsOn: container
      .objects('DependsOn')
      .map((need) => ({ container: need.text('ContainerName'), condition: need.text('Condition') })),
    ports: container.objects('PortMappings').map((port) => port.number('ContainerPort')),
    stopTimeoutSeconds: container.optionalNumber('StopTimeout') ?? defaultStopTimeoutSeconds,
    log: logOf(container.object('LogConfiguration')),
  };
}

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
function logOf(configuration: Reader): ContainerDefinition['log'] {
  const { 'awslogs-group': group, 'awslogs-stream-prefix': streamPrefix = '' } = configuration.record('Options');
  if (configuration.optionalText('LogDriver') !== 'awslogs' || group === undefined) return undefined;
  return { group, streamPrefix };
}

/** The digest that an image is named by, or nothing if it is named by a tag. */
export function digestOf(image: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
}
