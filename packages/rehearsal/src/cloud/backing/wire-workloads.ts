import type { Databases } from '../database/databases';
import { recordEmbedded } from '../metrics/embedded-metrics';
import type { MetricStore } from '../metrics/metric-store';
import type { TrafficMetrics } from '../metrics/traffic-metrics';
import { parseSecretReference, pickSecret } from '../workloads/secret-reference';
import type { TaskServices } from '../workloads/task';
import type { TaskLogs } from '../workloads/task-logs';
import { type WorkloadServices, Workloads } from '../workloads/workloads';
import type { Ground } from './ground';
import { ownCaller } from './own-caller';
import type { StartedTasks } from './started-tasks';
import type { TaskFaults } from './task-faults';
import type { TrafficFaults } from './traffic-faults';

/** What load balancers and tasks lead to, and who hears of them. */
export interface WorkloadParts extends Pick<TaskServices, 'image' | 'localise' | 'withDatabase'> {
  readonly databases: Databases;
  readonly startedTasks: StartedTasks;
  readonly store: MetricStore;
  readonly traffic: TrafficMetrics;
  readonly trafficFaults: TrafficFaults;
  readonly taskFaults: TaskFaults;
  readonly taskLogs: TaskLogs;
}

export function wireWorkloads(ground: Ground, parts: WorkloadParts): Workloads {
  const { clock, deployed, probes, forwarder, calls, usage } = ground;
  const { traffic, trafficFaults } = parts;
  return new Workloads({
    clock,
    deployed,
    forwarder,
    probe: probes.probe,
    loadBalancerHost: (resource) => calls.loadBalancerHost(ownCaller('load balancer', resource), resource.physicalId),
    used: (resources, exchange) => usage.used(resources, exchange),
    record: (request) => traffic.loadBalancerRequest(request),
    fault: (environment) => trafficFaults.fault(environment),
    task: wireTasks(ground, parts),
  });
}

function wireTasks(ground: Ground, parts: WorkloadParts): WorkloadServices['task'] {
  const { clock, guard, calls, services, warn } = ground;
  const { databases, startedTasks, store, taskFaults, taskLogs, image, localise, withDatabase } = parts;
  return {
    guard,
    workDir: services.workDir,
    image,
    imageDigest: (caller, reference) => calls.imageDigest(caller, reference),
    localise,
    withDatabase,
    awsVariables: (caller) => services.awsVariables(caller),
    wayOut: async (by) => services.wayOut?.(by) ?? {},
    secret: async (caller, valueFrom) => {
      const reference = parseSecretReference(valueFrom);
      return pickSecret(await calls.secret(caller, reference.arn), reference);
    },
    databases: (environment) => databases.addresses(environment),
    onLine: ({ resource }, line, log) => {
      recordEmbedded(store, clock, resource, line);
      if (log) taskLogs.add(resource, log, line);
    },
    command: (service, container, command) => taskFaults.commandOf(service, container, command),
    taskStarted: (service, task) => startedTasks.note(service, task),
    taskFailed: (_service, name, reason) => warn('TAP4409', `task ${name} stopped and is replaced: ${reason}`),
  };
}
