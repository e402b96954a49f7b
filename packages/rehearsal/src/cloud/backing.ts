import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { Difference, PacedAlarm } from '../events/events';
import { Alarms } from './alarms/alarms';
import type { PacedLoad } from './alarms/aws-pace';
import { AlarmEvaluator } from './alarms/evaluator';
import { type BackingFaults, type TaskFault, TrafficFaults } from './backing-faults';
import { type AwsCalls, createAwsCalls } from './base/aws-calls';
import { type Clock, realClock } from './base/clock';
import type { Backing, BackingServices, Caller, DeployedStack } from './base/contracts';
import { startServer } from './database/choose-server';
import { Databases } from './database/databases';
import { Doors } from './doors/doors';
import { type LocalHost, localise } from './doors/localise';
import { RequestUsage } from './doors/usage';
import { createForwarder } from './http/forward';
import { Inventory, type Owned, type StackName } from './inventory/inventory';
import { declareService, ecsGauges } from './metrics/ecs-metrics';
import { recordEmbedded } from './metrics/embedded-metrics';
import { startGauges } from './metrics/gauges';
import { MetricStore } from './metrics/metric-store';
import { startPublisher } from './metrics/publisher';
import { metricOf, TrafficMetrics } from './metrics/traffic-metrics';
import { createProbe } from './workloads/health-check';
import { ProcessGuard } from './workloads/process-guard';
import { parseSecretReference, pickSecret } from './workloads/secret-reference';
import type { ServiceDefinition } from './workloads/service-definition';
import { Workloads } from './workloads/workloads';

export interface BackingOptions {
  /** Folder with the built app of an image, by digest (`sha256:...`); nothing if the run has no such image. */
  imageDirectory(digest: string): string | undefined;
  /** DATABASE_URL of the person who rehearses. @default process.env.DATABASE_URL */
  readonly databaseUrl?: string;
  /** Environment variables of containers in an environment with a database, whose server here speaks no TLS. @default - none */
  readonly withDatabase?: Readonly<Record<string, string>>;
  /** @default - the machine's clock, at the services' factor */
  readonly clock?: Clock;
  /** @default - the AWS SDK through the gateway */
  readonly calls?: AwsCalls;
  /**
   * Whether REST APIs send their stage along in the path of a private integration.
   *
   * @default true - as AWS's guide says
   */
  readonly stageInPath?: boolean;
}

/** A backing whose parts can be made to fail. */
export interface BackingWithFaults extends Backing, BackingFaults {
  /** In what that which stands behind an environment's stacks differs from AWS, without repetition. */
  differencesOf(environment: string): readonly Difference[];
  /** What the alarms of an environment would have done at AWS's pace under a load, beside what they did. */
  atAwsPace(environment: string, load: PacedLoad): readonly PacedAlarm[];
}

const LAST_PUBLICATION_MS = 500;
const HEALTH_METRICS = { HealthyHostCount: 'healthy', UnHealthyHostCount: 'unhealthy' } as const;

/**
 * Makes what stands behind the deployed stacks: databases, tasks, load balancers, doors, metrics and alarms. Nothing is
 * started before a stack needs it.
 */
export function createBacking(services: BackingServices, options: BackingOptions): BackingWithFaults {
  const clock = options.clock ?? realClock(services.clockFactor);
  const calls = options.calls ?? createAwsCalls(services);
  const databaseUrl = options.databaseUrl ?? process.env.DATABASE_URL;
  const { emit, workDir } = services;
  const guard = new ProcessGuard();
  const inventory = new Inventory();
  const usage = new RequestUsage(services.usage);
  const store = new MetricStore(clock);
  const traffic = new TrafficMetrics(store, clock);
  const trafficFaults = new TrafficFaults();
  const probes = createProbe();
  const forwarder = createForwarder();
  const taskDifferences = new Map<string, readonly Difference[]>();
  // Ends waits for tasks when the run ends.
  const stopping = new AbortController();
  let taskFault: TaskFault | undefined;

  const warn = (code: string, message: string) => emit({ type: 'warning', code, message });
  const own = (what: string, at: { account: string; region: string }): Caller => ({
    name: `rehearsal ${what}`,
    account: at.account,
    region: at.region,
  });

  const databases = new Databases({
    inventory,
    workDir,
    start: (directory) =>
      startServer(
        {
          ...(databaseUrl ? { url: databaseUrl } : {}),
          path: [join(services.toolsDir, 'bin'), process.env.PATH ?? ''].join(':'),
          guard,
        },
        directory,
      ),
    secret: (of, arn) => calls.secret(own('database', of), arn),
    putSecret: (of, arn, value) => calls.putSecret(own('database', of), arn, value),
    started: (cluster, server) =>
      usage.note(cluster, `database server on ${server.host}:${server.port} for its clients`),
    lost: (cluster, reason) => warn('TAP4413', `the database of ${cluster.environment} has ended by itself: ${reason}`),
  });

  const isMeant = (fault: TaskFault, label: string) =>
    (fault.environment === undefined || label.startsWith(`${fault.environment}/`)) &&
    (fault.service === undefined || label.endsWith(`/${fault.service}`));

  const workloads = new Workloads({
    clock,
    inventory,
    probe: probes.probe,
    forwarder,
    loadBalancerHost: (resource) => calls.loadBalancerHost(own('load balancer', resource), resource.physicalId),
    used: (resources, exchange) => usage.used(resources, exchange),
    record: (request) => traffic.loadBalancerRequest(request),
    fault: (environment) => trafficFaults.fault(environment),
    task: {
      guard,
      workDir,
      imageDirectory: (digest) => options.imageDirectory(digest),
      awsEnvironment: (caller) => services.awsEnvironment(caller),
      secret: async (caller, valueFrom) => {
        const reference = parseSecretReference(valueFrom);
        return pickSecret(await calls.secret(caller, reference.arn), reference);
      },
      databases: (environment) => databases.addresses(environment),
      withDatabase: options.withDatabase ?? {},
      localise: (text) => localise(text, localHosts()),
      onLine: ({ resource }, line) => recordEmbedded(store, clock, resource, line),
      command: (service, container) =>
        taskFault?.kind === 'crash-at-start' && isMeant(taskFault, service.label) && container.ports.length > 0
          ? ['node', '-e', 'process.exit(1)']
          : container.command,
      taskStarted: (service, task) => {
        for (const resource of startedFrom(service)) usage.note(resource, `task ${task.name}`);
        for (const resource of databases.reachedBy(service.environment, textOf(service)))
          usage.note(resource, `task ${task.name}`);
        taskDifferences.set(service.resource.physicalId, task.differences);
      },
      taskFailed: (_service, name, reason) => warn('TAP4409', `task ${name} stopped and is replaced: ${reason}`),
    },
  });

  const doors = new Doors({
    clock,
    inventory,
    calls,
    loadBalancers: (environment) => workloads.loadBalancers(environment),
    stageInPath: options.stageInPath ?? true,
    used: (resources, exchange) => usage.used(resources, exchange),
    recordDistribution: (request) => traffic.distributionRequest(request),
    recordApi: (request) => traffic.apiRequest(request),
  });

  const evaluator = new AlarmEvaluator({
    clock,
    store,
    emit,
    setState: (alarm, name, state, reason) => calls.setAlarmState(own('alarms', alarm), name, state, reason),
  });
  const alarms = new Alarms({
    inventory,
    evaluator,
    store,
    putComposite: ({ resource, name, actions }, rule) =>
      calls.putCompositeAlarm(own('alarms', resource), name, rule, { alarm: [...actions.ALARM], ok: [...actions.OK] }),
  });

  const stopGauges = startGauges(store, clock, [
    () => databases.gauges(),
    ecsGauges(
      () => workloads.ecsServices(),
      () => clock.now(),
    ),
    () => healthGauges().map(({ metric, value }) => ({ metric, value: value() })),
  ]);
  const stopPublisher = startPublisher(store, {
    clock,
    put: (at, namespace, data) => calls.putMetrics(own('metrics', at), namespace, data),
    failed: (message) => {
      // At the end the gateway may be gone before the last of them.
      if (!stopping.signal.aborted) warn('TAP4424', message);
    },
  });
  evaluator.start();

  function healthGauges() {
    return workloads.loadBalancers().flatMap((balancer) =>
      workloads.groupsOf(balancer).flatMap((group) =>
        Object.entries(HEALTH_METRICS).map(([name, state]) => ({
          metric: metricOf(balancer.resource, 'AWS/ApplicationELB', name, {
            TargetGroup: group.metricName,
            LoadBalancer: balancer.fullName,
          }),
          value: () => group.count(state),
        })),
      ),
    );
  }

  function localHosts(): LocalHost[] {
    const named = [...doors.all(), ...workloads.loadBalancers().map(({ host, url }) => ({ hosts: [host], url }))];
    const web = named.flatMap(({ hosts, url }) =>
      url === undefined ? [] : hosts.map((host) => ({ host, authority: new URL(url).host, web: true })),
    );
    const servers = databases.addresses().map(({ hosts, local }) => ({
      host: new RegExp(hosts),
      authority: `${local.host}:${local.port}`,
      web: false,
    }));
    return [...web, ...servers];
  }

  /** Says which metrics are measured from now on; an alarm on any other is unfed. */
  function declareMetrics(): void {
    const alarmTexts = JSON.stringify(inventory.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties));
    for (const group of workloads.targetGroups()) group.nameAsIn(alarmTexts);
    for (const balancer of workloads.loadBalancers()) {
      traffic.declareLoadBalancer(balancer, workloads.groupsOf(balancer));
    }
    for (const { metric } of healthGauges()) store.declare(metric);
    for (const metric of databases.metrics()) store.declare(metric);
    for (const { definition } of workloads.ecsServices()) if (definition) declareService(store, definition);
    for (const { resource } of doors.all()) {
      if (resource.type === 'AWS::CloudFront::Distribution') traffic.declareDistribution(resource);
      else
        traffic.declareApi(
          resource,
          doors.stages(resource).map((stage) => String(stage.properties.StageName)),
        );
    }
  }

  async function bringUp(stack: DeployedStack, signal: AbortSignal): Promise<void> {
    const { environment } = stack;
    inventory.put(stack);
    if (stack.resources.some(({ type }) => type.startsWith('AWS::RDS::'))) await databases.apply(environment);
    await workloads.applyLoadBalancers(environment);
    applyTaskFault();
    await workloads.deploy(stack, signal);
    await doors.apply(environment);
    await retain();
    declareMetrics();
    await alarms.apply(environment);
  }

  async function retain(): Promise<void> {
    await doors.retain();
    await workloads.retain();
    await databases.retain();
    alarms.retain();
  }

  function applyTaskFault(): void {
    for (const group of workloads.targetGroups()) group.failChecks = false;
    const fault = taskFault;
    if (fault?.kind !== 'unhealthy') return;
    const meant = workloads.ecsServices().filter(({ definition }) => definition && isMeant(fault, definition.label));
    const arns = new Set(meant.flatMap(({ definition }) => definition?.targets.map((target) => target.targetGroupArn)));
    for (const group of workloads.targetGroups(fault.environment)) {
      // Before the first deployment a target group belongs to no service yet.
      if (fault.service === undefined || arns.has(group.arn)) group.failChecks = true;
    }
  }

  function alarmNamed(name: string) {
    const alarm = alarms.find(name);
    if (!alarm) throw new CodedError('TAP4431', `there is no alarm ${name} among those that are deployed and judged`);
    return alarm;
  }

  // One stack after the other: two that were applied at once could each put back what the other has just changed.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = turn.then(action);
    turn = result.catch(() => undefined);
    return result;
  }

  return {
    apply: (stack, signal) =>
      inTurn(async () => {
        const before = inventory.get(stack);
        try {
          await bringUp(stack, AbortSignal.any([signal, stopping.signal]));
        } catch (error) {
          if (before) inventory.put(before);
          else inventory.delete(stack);
          throw error;
        }
      }),
    remove: (stack: StackName) =>
      inTurn(async () => {
        inventory.delete(stack);
        await retain();
      }),
    localise: (text) => localise(text, localHosts()),
    unfedAlarms: () => alarms.unfed(),
    alarmMetrics: (at, name) => alarms.metricsOf(at, name),
    atAwsPace: (environment, load) => evaluator.atAwsPace(environment, load),
    differencesOf(environment) {
      const all = [
        ...databases.differences(environment),
        ...doors.all(environment).flatMap((door) => door.differences),
        ...workloads
          .ecsServices()
          .filter(({ definition }) => definition?.environment === environment)
          .flatMap(({ arn }) => taskDifferences.get(arn) ?? []),
        { onAws: 'tasks run in containers on Fargate', here: 'their commands run as processes, without a container' },
      ];
      return [...new Map(all.map((difference) => [JSON.stringify(difference), difference])).values()];
    },
    async stop() {
      stopping.abort();
      evaluator.stop();
      stopGauges();
      await doors.stop();
      await Promise.all([workloads.stop(), databases.stop()]);
      // The gateway may be gone by now.
      await Promise.race([stopPublisher(), clock.wait(LAST_PUBLICATION_MS)]);
      await Promise.allSettled([forwarder.close(), probes.close()]);
      guard.close();
    },
    setTrafficFault(fault) {
      trafficFaults.current = fault;
    },
    setTaskFault(fault) {
      taskFault = fault;
      applyTaskFault();
    },
    stopDatabase: (environment) => databases.kill(environment),
    silenceTraffic(environment, silent) {
      if (silent) traffic.silenced.add(environment);
      else traffic.silenced.delete(environment);
    },
    breach(name, breaching) {
      const alarm = alarmNamed(name);
      if (breaching) evaluator.breaching.add(alarm.name);
      else evaluator.breaching.delete(alarm.name);
    },
    async deleteAlarm(name) {
      const { resource } = alarmNamed(name);
      await calls.deleteAlarm(own('faults', resource), name);
    },
    killTask(environment) {
      const tasks = workloads
        .ecsServices()
        .filter(({ definition }) => definition?.environment === environment)
        .flatMap((service) => service.tasks());
      const [task] = tasks;
      void task?.stop(0);
      return task?.name;
    },
  };
}

/** What a task is started from. A scalable target gives the number of tasks alone: nothing here scales. */
function startedFrom({ resource, environment, taskDefinition }: ServiceDefinition): Owned[] {
  return [resource, { ...taskDefinition.resource, environment }];
}

/** Everything that the containers of a service are given, to see whose host names are in it. */
function textOf({ taskDefinition }: ServiceDefinition): string {
  return JSON.stringify(taskDefinition.containers.map(({ environment }) => environment));
}
