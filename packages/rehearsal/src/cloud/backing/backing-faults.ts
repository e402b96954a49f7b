import { CodedError } from '@delivery/coded-error';
import type { AlarmDefinition } from '../alarms/alarm-definition';
import type { Alarms } from '../alarms/alarms';
import type { AlarmEvaluator } from '../alarms/evaluator';
import type { AwsCalls } from '../base/aws-calls';
import type { Databases } from '../database/databases';
import type { TrafficMetrics } from '../metrics/traffic-metrics';
import type { Workloads } from '../workloads/workloads';
import { ownCaller } from './own-caller';
import type { TaskFault, TaskFaults } from './task-faults';
import type { TrafficFault, TrafficFaults } from './traffic-faults';

/** Faults that meet what stands behind the stacks. Nothing here is ever on by itself. */
export interface BackingFaults {
  setTrafficFault(fault: TrafficFault | undefined): void;
  /** `crash-at-start` meets tasks that start from now on; `unhealthy` makes the health checks of running ones fail. */
  setTaskFault(fault: TaskFault | undefined): void;
  /** Ends the database servers of an environment; they are not started again. */
  stopDatabase(environment: string): Promise<void>;
  /** No metric of load balancers, APIs and distributions of the environment is recorded from now on. */
  silenceTraffic(environment: string, silent: boolean): void;
  /**
   * Takes the alarm's metric for breaching from its next evaluation on.
   *
   * @throws TAP4431 if no such alarm is deployed
   */
  breach(alarm: string, breaching: boolean): void;
  /**
   * Deletes the alarm in the emulator, as a person might in the console.
   *
   * @throws TAP4431 if no such alarm is deployed
   */
  deleteAlarm(alarm: string): Promise<void>;
  /** Kills one task of the environment with SIGKILL; its name, or nothing if none runs. */
  killTask(environment: string): string | undefined;
}

/** The parts that the faults meet. */
export interface FaultyParts {
  readonly trafficFaults: TrafficFaults;
  readonly taskFaults: TaskFaults;
  readonly traffic: Pick<TrafficMetrics, 'silenced'>;
  readonly databases: Pick<Databases, 'kill'>;
  readonly workloads: Pick<Workloads, 'targetGroups' | 'ecsServices' | 'servicesOf'>;
  readonly alarms: Pick<Alarms, 'find'>;
  readonly evaluator: Pick<AlarmEvaluator, 'breaching'>;
}

/** The faults, each brought about in the part that it meets. */
export class FaultsInParts implements BackingFaults {
  constructor(
    private readonly calls: Pick<AwsCalls, 'deleteAlarm'>,
    private readonly parts: FaultyParts,
  ) {}

  setTrafficFault(fault: TrafficFault | undefined): void {
    this.parts.trafficFaults.current = fault;
  }

  setTaskFault(fault: TaskFault | undefined): void {
    this.parts.taskFaults.current = fault;
    this.parts.taskFaults.meetHealthChecks(this.parts.workloads);
  }

  stopDatabase(environment: string): Promise<void> {
    return this.parts.databases.kill(environment);
  }

  silenceTraffic(environment: string, silent: boolean): void {
    toggle(this.parts.traffic.silenced, environment, silent);
  }

  breach(alarm: string, breaching: boolean): void {
    toggle(this.parts.evaluator.breaching, this.alarmNamed(alarm).name, breaching);
  }

  async deleteAlarm(alarm: string): Promise<void> {
    const { resource, name } = this.alarmNamed(alarm);
    await this.calls.deleteAlarm(ownCaller('faults', resource), name);
  }

  killTask(environment: string): string | undefined {
    const [task] = this.parts.workloads.servicesOf(environment).flatMap((service) => service.tasks());
    void task?.stop(0);
    return task?.name;
  }

  private alarmNamed(name: string): AlarmDefinition {
    const alarm = this.parts.alarms.find(name);
    if (!alarm) throw new CodedError('TAP4431', `there is no alarm ${name} among those that are deployed and judged`);
    return alarm;
  }
}

function toggle(set: Set<string>, name: string, on: boolean): void {
  if (on) set.add(name);
  else set.delete(name);
}
