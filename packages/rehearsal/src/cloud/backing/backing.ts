import type { Difference, PacedAlarm } from '../../events/events';
import type { PacedLoad } from '../alarms/aws-pace';
import type { AwsCalls } from '../base/aws-calls';
import type { Clock } from '../base/clock';
import type { Backing, BackingServices } from '../base/contracts';
import type { Rows } from '../database/rows';
import type { LocalHost } from '../doors/localise';
import { MetricStore } from '../metrics/metric-store';
import { TrafficMetrics } from '../metrics/traffic-metrics';
import type { TaskImage } from '../workloads/task-image';
import { TaskLogs } from '../workloads/task-logs';
import { type BackingFaults, FaultsInParts } from './backing-faults';
import { differencesOf } from './differences';
import { FunctionAddresses } from './function-addresses';
import { clearGround, layGround } from './ground';
import { LocalHosts } from './local-hosts';
import { Measurements } from './measurements';
import { StackChanges } from './stack-changes';
import { StartedTasks } from './started-tasks';
import { TaskFaults } from './task-faults';
import { TrafficFaults } from './traffic-faults';
import { wireAlarms } from './wire-alarms';
import { wireDatabases } from './wire-databases';
import { wireDoors } from './wire-doors';
import { wireWorkloads } from './wire-workloads';

export interface BackingOptions {
  /** An image by its digest (`sha256:...`); nothing if the run has no such image. */
  image(digest: string): TaskImage | undefined;
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
export interface BackingWithFaults extends Backing {
  /** In what that which stands behind an environment's stacks differs from AWS, without repetition. */
  differencesOf(environment: string): readonly Difference[];
  /** What the alarms of an environment would have done at AWS's pace under a load, beside what they did. */
  atAwsPace(environment: string, load: PacedLoad): readonly PacedAlarm[];
  /** What the databases of an environment hold, by the logical id of the cluster. */
  rows(environment: string): Promise<ReadonlyMap<string, Rows>>;
  readonly faults: BackingFaults;
}

/**
 * A queue's URL is the emulator's own address, which clients take for the endpoint: by the gateway's, their calls are known for
 * what they are.
 */
function queueAddresses({
  endpoint,
  dataPlane,
}: Pick<BackingServices, 'endpoint' | 'dataPlane'>): readonly LocalHost[] {
  const { port } = new URL(dataPlane('').endpoint);
  return [{ host: `localhost:${port}`, authority: new URL(endpoint).host, web: true, onAws: 'the URL of a queue' }];
}

/**
 * Makes what stands behind the deployed stacks: databases, tasks, load balancers, doors, metrics and alarms. Nothing is
 * started before a stack needs it.
 */
export function createBacking(services: BackingServices, options: BackingOptions): BackingWithFaults {
  const ground = layGround(services, options);
  const store = new MetricStore(ground.clock);
  const traffic = new TrafficMetrics(store, ground.clock);
  const trafficFaults = new TrafficFaults();
  const taskFaults = new TaskFaults();
  const taskLogs = new TaskLogs(
    () => ground.clock.now(),
    (group) => ground.deployed.find('AWS::Logs::LogGroup', group),
  );

  const databases = wireDatabases(ground, options.databaseUrl ?? process.env.DATABASE_URL);
  const startedTasks = new StartedTasks(ground.usage, databases);
  const workloads = wireWorkloads(ground, {
    databases,
    startedTasks,
    store,
    traffic,
    trafficFaults,
    taskFaults,
    taskLogs,
    image: (digest) => options.image(digest),
    withDatabase: options.withDatabase ?? {},
    // Tasks are told of doors, which lead to tasks: the names are looked up when a task starts.
    localise: (text) => hosts.localise(text),
  });
  const doors = wireDoors(ground, { workloads, traffic, stageInPath: options.stageInPath ?? true });
  const hosts = new LocalHosts(doors, workloads, databases, queueAddresses(services));
  const functionAddresses = new FunctionAddresses(ground.calls, (text) => hosts.localiseWeb(text));
  const { alarms, evaluator } = wireAlarms(ground, store);
  const parts = { store, traffic, databases, workloads, doors, alarms, evaluator, trafficFaults, taskFaults };
  const measurements = new Measurements(ground, parts);
  const changes = new StackChanges(ground, { ...parts, functionAddresses, measurements });
  measurements.start();
  evaluator.start();

  return {
    apply: (stack, signal) => changes.apply(stack, signal),
    remove: (stack) => changes.remove(stack),
    localise: (text) => hosts.localise(text),
    unfedAlarms: () => alarms.unfed(),
    alarmMetrics: (at, name) => alarms.metricsOf(at, name),
    taskLog: (at, group) => taskLogs.of(at, group),
    atAwsPace: (environment, load) => evaluator.atAwsPace(environment, load),
    differencesOf: (environment) =>
      differencesOf(environment, { databases, doors, workloads, startedTasks, functionAddresses }),
    rows: (environment) => databases.rows(environment),
    faults: new FaultsInParts(ground.calls, parts),
    async stop() {
      ground.stopping.abort();
      evaluator.stop();
      measurements.stopReading();
      await doors.stop();
      await Promise.all([workloads.stop(), databases.stop()]);
      await measurements.stopPublishing();
      await clearGround(ground);
    },
  };
}
