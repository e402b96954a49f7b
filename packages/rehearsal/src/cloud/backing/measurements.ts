import type { Databases } from '../database/databases';
import type { Door } from '../doors/door';
import type { Doors } from '../doors/doors';
import { declareService, ecsGauges } from '../metrics/ecs-metrics';
import { startGauges } from '../metrics/gauges';
import { hostCounts } from '../metrics/host-counts';
import type { MetricStore } from '../metrics/metric-store';
import { startPublisher } from '../metrics/publisher';
import type { TrafficMetrics } from '../metrics/traffic-metrics';
import type { Workloads } from '../workloads/workloads';
import type { Ground } from './ground';
import { ownCaller } from './own-caller';

/** What is measured, and where it is kept. */
export interface MeasuredParts {
  readonly store: MetricStore;
  readonly traffic: TrafficMetrics;
  readonly databases: Databases;
  readonly workloads: Workloads;
  readonly doors: Doors;
}

const lastPublicationMs = 500;

/** Reads the gauges of databases, tasks and target groups, and publishes all that is measured. */
export class Measurements {
  private stopGauges: () => void = () => undefined;
  private stopPublisher: () => Promise<void> = async () => undefined;

  constructor(
    private readonly ground: Pick<Ground, 'clock' | 'deployed' | 'calls' | 'stopping' | 'warn'>,
    private readonly parts: MeasuredParts,
  ) {}

  start(): void {
    const { clock, calls, stopping, warn } = this.ground;
    const { store, databases, workloads } = this.parts;
    const tasks = ecsGauges(
      () => workloads.ecsServices(),
      () => clock.now(),
    );
    this.stopGauges = startGauges(store, clock, [() => databases.gauges(), tasks, () => hostCounts(workloads)]);
    this.stopPublisher = startPublisher(store, {
      clock,
      put: (at, namespace, data) => calls.putMetrics(ownCaller('metrics', at), namespace, data),
      failed: (message) => {
        // At the end the gateway may be gone before the last of them.
        if (!stopping.signal.aborted) warn('TAP4424', message);
      },
    });
  }

  /** Says which metrics are measured from now on; an alarm on any other is unfed. */
  declare(): void {
    const { store, traffic, databases, workloads, doors } = this.parts;
    this.nameTargetGroups();
    for (const balancer of workloads.loadBalancers()) {
      traffic.declareLoadBalancer(balancer, workloads.groupsOf(balancer));
    }
    for (const { metric } of hostCounts(workloads)) store.declare(metric);
    for (const metric of databases.metrics()) store.declare(metric);
    for (const { definition } of workloads.ecsServices()) if (definition) declareService(store, definition);
    for (const door of doors.all()) this.declareDoor(door);
  }

  stopReading(): void {
    this.stopGauges();
  }

  /** Publishes what is left, for half a second at most: the gateway may be gone by now. */
  async stopPublishing(): Promise<void> {
    await Promise.race([this.stopPublisher(), this.ground.clock.wait(lastPublicationMs)]);
  }

  private nameTargetGroups(): void {
    const { workloads } = this.parts;
    const alarms = JSON.stringify(
      this.ground.deployed.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties),
    );
    for (const group of workloads.targetGroups()) group.nameAsIn(alarms);
  }

  private declareDoor({ resource }: Door): void {
    const { traffic, doors } = this.parts;
    if (resource.type === 'AWS::CloudFront::Distribution') {
      traffic.declareDistribution(resource);
    } else {
      const stages = doors.stages(resource).map(({ properties }) => String(properties.StageName));
      traffic.declareApi(resource, stages);
    }
  }
}
