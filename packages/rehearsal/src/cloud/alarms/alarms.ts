import { type DeployedStacks, type Owned, read } from '../deployed/deployed-stacks';
import { describeMetric } from '../metrics/metric';
import type { MetricStore } from '../metrics/metric-store';
import { type AlarmDefinition, readActions, readAlarm } from './alarm-definition';
import { parseCompositeRule } from './composite-rule';
import type { AlarmEvaluator, CompositeAlarm } from './evaluator';

export interface UnfedAlarm {
  readonly name: string;
  readonly environment: string;
  readonly reason: string;
}

export interface AlarmServices {
  readonly deployed: DeployedStacks;
  readonly evaluator: AlarmEvaluator;
  readonly store: MetricStore;
  /** Makes a composite alarm in the emulator, whose CloudFormation does not know the type. */
  putComposite(alarm: CompositeAlarm, rule: string): Promise<void>;
}

const metricAlarm = 'AWS::CloudWatch::Alarm';
const compositeAlarm = 'AWS::CloudWatch::CompositeAlarm';

/** The alarms of all environments: which there are, and which of them nothing here can feed. */
export class Alarms {
  private unreadable = new Map<string, UnfedAlarm>();

  constructor(private readonly services: AlarmServices) {}

  async apply(environment: string): Promise<void> {
    const { deployed, evaluator } = this.services;
    this.retain();
    for (const resource of deployed.ofType(metricAlarm, environment)) {
      this.tryRead(resource, () => evaluator.put(readAlarm(resource)));
    }
    for (const resource of deployed.ofType(compositeAlarm, environment)) {
      const rule = read(resource).text('AlarmRule');
      let composite: CompositeAlarm | undefined;
      this.tryRead(resource, () => {
        composite = {
          resource,
          name: nameOf(resource),
          rule: parseCompositeRule(rule),
          actions: readActions(read(resource)),
        };
      });
      if (!composite) continue;
      await this.services.putComposite(composite, rule);
      evaluator.putComposite(composite);
    }
  }

  /** Forgets alarms that are no longer deployed. */
  retain(): void {
    const { deployed, evaluator } = this.services;
    const all = [...deployed.ofType(metricAlarm), ...deployed.ofType(compositeAlarm)];
    const left = new Set(all.map(keyOf));
    evaluator.retain((alarm) => left.has(keyOf(alarm)));
    for (const key of this.unreadable.keys()) if (!left.has(key)) this.unreadable.delete(key);
  }

  /**
   * Alarms that nothing on this machine can feed, as things are now. One whose metric is measured here, but with other
   * dimensions, is none of them: its dimensions may be mistyped, and then it would be silent on AWS too.
   */
  unfed(): UnfedAlarm[] {
    const { evaluator, store } = this.services;
    const mistyped = ({ watched }: AlarmDefinition) =>
      [...watched.metrics.values()].some(({ metric }) => !store.isFed(metric) && store.measures(metric));
    const silent = evaluator.definitions().filter((alarm) => !evaluator.isFed(alarm) && !mistyped(alarm));
    return [...silent.map((alarm) => this.unfedAlarm(alarm)), ...this.unreadable.values()].sort((one, other) =>
      one.name.localeCompare(other.name),
    );
  }

  find(name: string): AlarmDefinition | undefined {
    return this.services.evaluator.definitions().find((alarm) => alarm.name === name);
  }

  /** The metrics and expressions of an alarm of metric math, as deployed, whether or not its math is understood here. */
  metricsOf(at: Pick<Owned, 'account' | 'region'>, name: string): readonly object[] | undefined {
    const alarm = this.services.deployed
      .ofType(metricAlarm)
      .find((one) => nameOf(one) === name && one.account === at.account && one.region === at.region);
    const metrics = alarm && read(alarm).objects('Metrics');
    return metrics?.length ? metrics.map(({ properties }) => properties) : undefined;
  }

  private unfedAlarm({ name, resource, watched }: AlarmDefinition): UnfedAlarm {
    const missing = [...watched.metrics.values()].filter(({ metric }) => !this.services.store.isFed(metric));
    const metrics = [...new Set(missing.map(({ metric }) => describeMetric(metric)))].join(', ');
    return { name, environment: resource.environment, reason: `nothing on this machine measures ${metrics}` };
  }

  private tryRead(resource: Owned, take: () => void): void {
    this.unreadable.delete(keyOf(resource));
    try {
      take();
    } catch (error) {
      const reason = (error as Error).message;
      this.unreadable.set(keyOf(resource), { name: nameOf(resource), environment: resource.environment, reason });
    }
  }
}

function nameOf(resource: Owned): string {
  return read(resource).optionalText('AlarmName') ?? resource.physicalId;
}

function keyOf({ account, region, stack, logicalId }: Owned): string {
  return `${account}/${region}/${stack}/${logicalId}`;
}
