import type { Service } from '../workloads/service';
import type { ServiceDefinition } from '../workloads/service-definition';
import type { Gauge, GaugeSource } from './gauges';
import type { MetricStore } from './metric-store';
import { type ProcessUsage, processUsage } from './process-usage';
import { metricOf } from './traffic-metrics';

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
const ecs = 'AWS/ECS';
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
const insights = 'ECS/ContainerInsights';
const cpuUnitsPerCore = 1024;
const mib = 1024 * 1024;

function metricsOf({ resource, clusterName, serviceName }: ServiceDefinition) {
  const metric = (namespace: string, name: string) =>
    metricOf(resource, namespace, name, { ClusterName: clusterName, ServiceName: serviceName });
  return {
    cpu: metric(ecs, 'CPUUtilization'),
    memory: metric(ecs, 'MemoryUtilization'),
    running: metric(insights, 'RunningTaskCount'),
    desired: metric(insights, 'DesiredTaskCount'),
  };
}

export function declareService(store: MetricStore, definition: ServiceDefinition): void {
  for (const metric of Object.values(metricsOf(definition))) store.declare(metric);
}

/** CPU and memory of the tasks' processes, as percent of what the task definition reserves, and their number. */
export function ecsGauges(services: () => readonly Service[], now: () => number): GaugeSource {
  let before = new Map<number, { readonly cpuSeconds: number; readonly at: number }>();
  return async () => {
    const groups = services().flatMap((service) => service.tasks().flatMap((task) => task.processes));
    const usage = await processUsage(groups);
    const at = now();
    const gauges = services().flatMap((service) => gaugesOf(service, usage, before, at));
    before = new Map([...usage].map(([group, { cpuSeconds }]) => [group, { cpuSeconds, at }]));
    return gauges;
  };
}

function gaugesOf(
  service: Service,
  usage: ReadonlyMap<number, ProcessUsage>,
  before: ReadonlyMap<number, { readonly cpuSeconds: number; readonly at: number }>,
  at: number,
): Gauge[] {
  const { definition } = service;
  if (!definition) return [];
  const tasks = service.tasks();
  const metrics = metricsOf(definition);
  const groups = tasks.flatMap((task) => task.processes);
  const cores = groups.reduce((sum, group) => {
    const [now, then] = [usage.get(group), before.get(group)];
    return now && then && at > then.at ? sum + ((now.cpuSeconds - then.cpuSeconds) * 1000) / (at - then.at) : sum;
  }, 0);
  const bytes = groups.reduce((sum, group) => sum + (usage.get(group)?.memoryBytes ?? 0), 0);
  const { cpuUnits, memoryMiB } = definition.taskDefinition;
  const measured = groups.some((group) => usage.has(group) && before.has(group));
  const reservedCores = (tasks.length * cpuUnits) / cpuUnitsPerCore;
  return [
    { metric: metrics.cpu, value: measured ? (100 * cores) / reservedCores : undefined },
    { metric: metrics.memory, value: measured ? (100 * bytes) / (tasks.length * memoryMiB * mib) : undefined },
    { metric: metrics.running, value: tasks.length },
    { metric: metrics.desired, value: definition.tasks },
  ];
}
