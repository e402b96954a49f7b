import type { Clock } from '../base/clock';
import { type Owned, read } from '../deployed/deployed-stacks';
import { type Answer, type Exchange, json } from '../http/exchange';
import type { Forwarder } from '../http/forward';
import { type Listening, listen } from '../http/listen';
import { type Rule, type RuleAction, readAction, readRule } from './listener-rule';
import type { TargetGroup } from './target-group';

/** What one request to a load balancer came to. */
export interface LoadBalancerRequest {
  readonly loadBalancer: LoadBalancer;
  readonly targetGroup?: TargetGroup;
  readonly status: number;
  /** Seconds that the target took, if one answered. */
  readonly targetSeconds?: number;
}

/** A fault that meets requests on their way to a target. */
export interface RequestFault {
  /** Milliseconds that the target seems to take longer. */
  readonly delayMs: number;
  /** An answer in the target's place. */
  readonly answer?: Answer;
  /** Whose error the answer is, for the metrics. */
  readonly by: 'load balancer' | 'target';
}

export interface LoadBalancerServices {
  readonly clock: Clock;
  readonly forwarder: Forwarder;
  targetGroup(arn: string): TargetGroup | undefined;
  /** Every resource that the request went through. */
  used(resources: readonly Owned[], exchange: Exchange): void;
  record(request: LoadBalancerRequest): void;
  fault(environment: string): RequestFault | undefined;
}

export interface Listener {
  readonly resource: Owned;
  readonly port: number;
  readonly protocol: string;
  readonly rules: readonly Rule[];
}

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html: idle timeout, default
const idleTimeoutSeconds = 60;

/** An application load balancer: listeners, rules, target groups. */
export class LoadBalancer {
  private listeners: Listener[] = [];
  private readonly open = new Map<string, Listening>();
  private idleTimeoutMs = idleTimeoutSeconds * 1000;

  constructor(
    public resource: Owned,
    /** DNS name as the templates have it. */
    readonly host: string,
    private readonly services: LoadBalancerServices,
  ) {}

  get arn(): string {
    return this.resource.physicalId;
  }

  /** `app/name/id`, as in metrics. */
  get fullName(): string {
    return this.arn.split(':loadbalancer/').at(-1) ?? this.arn;
  }

  /** Takes over listeners and rules as they are deployed now, and opens a port for each listener. */
  async update(resource: Owned, listeners: readonly Owned[], rules: readonly Owned[]): Promise<void> {
    this.resource = resource;
    const attributes = read(resource).pairs('LoadBalancerAttributes', 'Key');
    this.idleTimeoutMs = Number(attributes['idle_timeout.timeout_seconds'] ?? idleTimeoutSeconds) * 1000;
    this.listeners = listeners
      .filter((listener) => read(listener).text('LoadBalancerArn') === this.arn)
      .map((listener) => readListener(listener, rules));
    for (const listener of this.listeners) {
      const { physicalId } = listener.resource;
      if (!this.open.has(physicalId)) {
        this.open.set(physicalId, await listen((exchange) => this.handle(exchange, this.listener(physicalId))));
      }
    }
    for (const [arn, listening] of this.open) {
      if (this.listener(arn)) continue;
      this.open.delete(arn);
      await listening.close();
    }
  }

  private listener(arn: string): Listener | undefined {
    return this.listeners.find((listener) => listener.resource.physicalId === arn);
  }

  listenerAt(port: number): Listener | undefined {
    return this.listeners.find((listener) => listener.port === port) ?? this.listeners[0];
  }

  /** Address on this machine of the first listener. */
  get url(): string | undefined {
    return [...this.open.values()][0]?.url;
  }

  async handle(exchange: Exchange, listener: Listener | undefined): Promise<Answer> {
    const rule = listener?.rules.find((candidate) => candidate.matches(exchange));
    if (!listener || !rule) return this.own({ status: 503, headers: {}, body: '' });
    const through = [this.resource, listener.resource, ...(rule.resource ? [rule.resource] : [])];
    switch (rule.action.kind) {
      case 'fixed':
        this.services.used(through, exchange);
        return this.own({
          status: rule.action.status,
          headers: { 'content-type': rule.action.contentType },
          body: rule.action.body,
        });
      case 'redirect':
        this.services.used(through, exchange);
        return this.own({
          status: rule.action.status,
          headers: { location: rule.action.location(exchange) },
          body: '',
        });
      case 'forward': {
        const onward = rule.transform(exchange);
        return onward
          ? this.forward(onward, rule.action, through)
          : this.own(json(500, { message: 'transform failed' }));
      }
      case 'unsupported':
        return this.own(json(501, { message: `listener action ${rule.action.type} is not rehearsed` }));
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map((listening) => listening.close()));
    this.open.clear();
  }

  private async forward(
    exchange: Exchange,
    action: Extract<RuleAction, { kind: 'forward' }>,
    through: readonly Owned[],
  ): Promise<Answer> {
    const targetGroup = this.pick(action);
    const target = targetGroup?.choose();
    if (!targetGroup || !target)
      return this.own({ status: 503, headers: {}, body: 'Service Unavailable' }, targetGroup);
    this.services.used([...through, targetGroup.resource], exchange);
    const fault = this.services.fault(this.resource.environment);
    if (fault?.answer && fault.by === 'load balancer') return this.own(fault.answer, targetGroup);

    target.open += 1;
    const startedAt = performance.now();
    try {
      if (fault) await this.services.clock.wait(fault.delayMs, exchange.signal);
      const answer =
        fault?.answer ??
        (await this.services.forwarder.send(exchange, {
          ...target.address,
          timeoutMs: this.idleTimeoutMs,
          headers: { 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
        }));
      const targetSeconds = (performance.now() - startedAt) / 1000;
      this.services.record({ loadBalancer: this, targetGroup, status: answer.status, targetSeconds });
      return answer;
    } catch (error) {
      // The client has gone: the load balancer's own 460, which is nobody's error.
      if (exchange.signal?.aborted) return this.own({ status: 460, headers: {}, body: '' }, targetGroup);
      const timedOut = (error as Error).name === 'HeadersTimeoutError';
      return this.own(
        { status: timedOut ? 504 : 502, headers: {}, body: timedOut ? 'Gateway Timeout' : 'Bad Gateway' },
        targetGroup,
      );
    } finally {
      target.open -= 1;
    }
  }

  /** An answer of the load balancer's own. */
  private own(answer: Answer, targetGroup?: TargetGroup): Answer {
    this.services.record({ loadBalancer: this, targetGroup, status: answer.status });
    return answer;
  }

  private pick(action: Extract<RuleAction, { kind: 'forward' }>): TargetGroup | undefined {
    const total = action.targetGroups.reduce((sum, group) => sum + group.weight, 0);
    let left = Math.random() * total;
    for (const group of action.targetGroups) {
      left -= group.weight;
      if (left < 0) return this.services.targetGroup(group.arn);
    }
    return undefined;
  }
}

function readListener(resource: Owned, rules: readonly Owned[]): Listener {
  const properties = read(resource);
  const byDefault: Rule = {
    priority: Number.POSITIVE_INFINITY,
    matches: () => true,
    action: readAction(properties.objects('DefaultActions')),
    // A default rule takes no transforms.
    transform: (exchange) => exchange,
  };
  const own = rules.filter((rule) => read(rule).text('ListenerArn') === resource.physicalId).map(readRule);
  return {
    resource,
    port: properties.optionalNumber('Port') ?? 80,
    protocol: properties.optionalText('Protocol') ?? 'HTTP',
    rules: [...own.sort((one, other) => one.priority - other.priority), byDefault],
  };
}
