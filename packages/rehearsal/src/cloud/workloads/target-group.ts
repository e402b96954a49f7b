import type { Clock } from '../base/clock';
import { type Owned, read } from '../deployed/deployed-stacks';
import { type HealthCheck, type Probe, readHealthCheck } from './health-check';
import type { TaskAddress } from './task';

export type TargetState = 'initial' | 'healthy' | 'unhealthy' | 'draining';

export interface Target {
  /** Name of the task. */
  readonly id: string;
  readonly address: TaskAddress;
  readonly registeredAt: number;
  state: TargetState;
  /** Requests under way. */
  open: number;
  /** Health checks in a row of the same outcome. */
  passes: number;
  failures: number;
}

// A process on this machine answers in real time, whatever the clock: a time-out of five seconds, divided by the factor,
// would find a busy machine unhealthy.
const leastTimeoutMs = 2_000;
const leastIntervalMs = 100;
// It starts in real time as well: its first failed checks are those of a process that does not listen yet.
const leastStartMs = 10_000;

/** A target group: who is in it, who is healthy, and who gets the next request. */
export class TargetGroup {
  readonly targets: Target[] = [];
  /** Value of the dimension `TargetGroup`. */
  metricName: string;
  /** Health checks fail whatever the target answers; for faults. */
  failChecks = false;
  private check: HealthCheck;
  private turn = 0;
  private stopChecks: () => void = () => undefined;

  constructor(
    public resource: Owned,
    private readonly clock: Clock,
    private readonly probe: Probe,
  ) {
    this.metricName = this.fullName;
    this.check = readHealthCheck(read(resource));
    this.restart();
  }

  get arn(): string {
    return this.resource.physicalId;
  }

  /** `targetgroup/name/id`, as in metrics. */
  get fullName(): string {
    return this.arn.split(':').at(-1) ?? this.arn;
  }

  /**
   * Takes the name that metrics of the group have from texts that name it. The emulator answers `TargetGroupFullName`
   * without `targetgroup/`, and metrics must have the name that alarms were given.
   */
  nameAsIn(text: string): void {
    const short = this.fullName.replace(/^targetgroup\//, '');
    this.metricName = !text.includes(`"${this.fullName}"`) && text.includes(`"${short}"`) ? short : this.fullName;
  }

  /** Real milliseconds that a target may finish its requests in after it left. */
  get drainMs(): number {
    const attributes = read(this.resource).pairs('TargetGroupAttributes', 'Key');
    // Default: 300 seconds.
    return this.clock.realMs(Number(attributes['deregistration_delay.timeout_seconds'] ?? 300));
  }

  update(resource: Owned): void {
    this.resource = resource;
    this.check = readHealthCheck(read(resource));
    this.restart();
  }

  register(id: string, address: TaskAddress): Target {
    const registeredAt = this.clock.now();
    const target: Target = { id, address, registeredAt, state: 'initial', open: 0, passes: 0, failures: 0 };
    this.targets.push(target);
    void this.checkTarget(target);
    return target;
  }

  /** The target gets no new requests; fulfilled when its last one has ended, or the delay has passed. */
  async deregister(target: Target): Promise<void> {
    target.state = 'draining';
    const until = this.clock.now() + this.drainMs;
    while (target.open > 0 && this.clock.now() < until) await this.clock.wait(25);
    const at = this.targets.indexOf(target);
    if (at >= 0) this.targets.splice(at, 1);
  }

  count(state: TargetState): number {
    return this.targets.filter((target) => target.state === state).length;
  }

  /**
   * The target of the next request: in turn among the healthy ones, or the one with the fewest requests under way. With no
   * healthy one the unhealthy ones get them, as the load balancer fails open; those that are just registered never do.
   */
  choose(): Target | undefined {
    const healthy = this.targets.filter((target) => target.state === 'healthy');
    const candidates = healthy.length > 0 ? healthy : this.targets.filter((target) => target.state === 'unhealthy');
    this.turn += 1;
    const inTurn = candidates[this.turn % candidates.length];
    if (inTurn === undefined) return undefined;
    const algorithm = read(this.resource).pairs('TargetGroupAttributes', 'Key')['load_balancing.algorithm.type'];
    if (algorithm !== 'least_outstanding_requests') return inTurn;
    return candidates.reduce((best, target) => (target.open < best.open ? target : best), inTurn);
  }

  close(): void {
    this.stopChecks();
  }

  private get intervalMs(): number {
    return Math.max(this.clock.realMs(this.check.intervalSeconds), leastIntervalMs);
  }

  private restart(): void {
    this.stopChecks();
    this.stopChecks = this.clock.every(this.intervalMs, async () => {
      await Promise.all(this.targets.map((target) => this.checkTarget(target)));
    });
  }

  private async checkTarget(target: Target): Promise<void> {
    if (this.isDraining(target)) return;
    const timeoutMs = Math.max(this.clock.realMs(this.check.timeoutSeconds), leastTimeoutMs);
    const passed = (await this.probe(target.address, this.check, timeoutMs)) && !this.failChecks;
    target.passes = passed ? target.passes + 1 : 0;
    target.failures = passed ? 0 : target.failures + 1;
    // A target that has just been registered is healthy after its first passed check.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    const needed = target.state === 'initial' ? 1 : this.check.healthyThreshold;
    // It may have left while it was asked.
    if (this.isDraining(target)) return;
    if (passed && target.passes >= needed) target.state = 'healthy';
    else if (target.failures >= this.check.unhealthyThreshold && !this.isStarting(target)) target.state = 'unhealthy';
  }

  private isStarting(target: Target): boolean {
    return target.state === 'initial' && this.clock.now() - target.registeredAt < leastStartMs;
  }

  private isDraining(target: Target): boolean {
    return target.state === 'draining';
  }
}
