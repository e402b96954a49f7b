import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { Difference } from '../../events/events';
import type { DeployedStacks, Owned } from '../deployed/deployed-stacks';
import { read } from '../deployed/deployed-stacks';
import type { Gauge } from '../metrics/gauges';
import { metricOf } from '../metrics/traffic-metrics';
import type { DatabaseAddress } from '../workloads/task-variables';
import { type DatabaseServer, identifier, literal } from './database-server';
import { endpointPattern } from './endpoints';
import { anyPrefix } from './given-server';
import { type Rows, readRows } from './rows';

export interface DatabaseServices {
  readonly deployed: DeployedStacks;
  readonly workDir: string;
  start(directory: string): Promise<DatabaseServer>;
  /** Value of a secret, as JSON text. */
  secret(of: Owned, arn: string): Promise<string>;
  putSecret(of: Owned, arn: string, value: string): Promise<void>;
  started(cluster: Owned, server: DatabaseServer): void;
  lost(cluster: Owned, reason: string): void;
}

interface Running {
  cluster: Owned;
  readonly server: DatabaseServer;
  readonly schema?: { readonly name: string; readonly here: string };
  stopped: boolean;
}

const mysqlPort = 3306;
const cluster = 'AWS::RDS::DBCluster';
const proxy = 'AWS::RDS::DBProxy';

/** The servers that stand for the Aurora clusters of the environments, one for each. */
export class Databases {
  private readonly running = new Map<string, Running>();

  constructor(private readonly services: DatabaseServices) {}

  /**
   * Starts what an environment's clusters need: a server, the schema and the master user with the password of its secret.
   *
   * @throws TAP4410, TAP4411 or TAP4412 if there is no server, TAP4405 if the master user's secret can't be read
   */
  async apply(environment: string): Promise<void> {
    const { deployed } = this.services;
    const clusters = deployed.ofType(cluster, environment);
    for (const cluster of clusters) {
      const known = this.running.get(cluster.physicalId) ?? (await this.start(cluster));
      known.cluster = cluster;
      this.running.set(cluster.physicalId, known);
      await this.prepare(known);
    }
  }

  /** Ends the servers whose cluster is no longer deployed. */
  async retain(): Promise<void> {
    const left = new Set(this.services.deployed.ofType(cluster).map((cluster) => cluster.physicalId));
    for (const [id, known] of this.running) {
      if (left.has(id)) continue;
      this.running.delete(id);
      known.stopped = true;
      await known.server.stop();
    }
  }

  addresses(environment?: string): DatabaseAddress[] {
    return [...this.running.values()]
      .filter(({ cluster }) => environment === undefined || cluster.environment === environment)
      .map(({ cluster, server, schema }) => ({
        hosts: this.endpoints(cluster.environment).map(endpointPattern).join('|'),
        port: read(cluster).optionalNumber('Port') ?? mysqlPort,
        local: { host: server.host, port: server.port },
        schema,
      }));
  }

  /**
   * The clusters that a text leads to, by their own endpoints or by a proxy's. A proxy itself is never among them: its
   * clients reach the cluster's server directly here, so nothing of a proxy is used.
   */
  reachedBy(environment: string, text: string): Owned[] {
    const named = this.endpoints(environment).filter((resource) => new RegExp(endpointPattern(resource)).test(text));
    const clusters = this.services.deployed.ofType(cluster, environment);
    return named.some(({ type }) => type === proxy) ? clusters : named;
  }

  differences(environment: string): Difference[] {
    const own = [...this.running.values()].filter(({ cluster }) => cluster.environment === environment);
    return own.map(({ cluster, server }) => ({
      onAws: `Aurora MySQL cluster ${cluster.physicalId}, its instances and proxy, over TLS`,
      here: `${server.kind} on ${server.host}:${server.port}, no TLS, no proxy`,
    }));
  }

  /** What the databases of an environment hold, by the logical id of the cluster; one whose server has ended holds nothing. */
  async rows(environment: string): Promise<ReadonlyMap<string, Rows>> {
    const own = [...this.running.values()].filter(({ cluster }) => cluster.environment === environment);
    const read = own.map(async ({ cluster, server, stopped }): Promise<[string, Rows]> => {
      return [cluster.logicalId, stopped ? new Map() : await readRows(server)];
    });
    return new Map(await Promise.all(read));
  }

  /** Connections that are open now, those of the rehearsal itself left out. */
  async gauges(): Promise<Gauge[]> {
    return Promise.all(
      [...this.running.values()].map(async ({ cluster, server, stopped }) => {
        const metric = connections(cluster);
        if (stopped) return { metric, value: undefined };
        const counted = await server
          .sql([
            `SELECT COUNT(*) AS n FROM information_schema.processlist WHERE user LIKE ${literal(`${server.prefix}%`)} AND id <> CONNECTION_ID() AND user NOT IN ('system user', 'event_scheduler')`,
          ])
          .catch(() => []);
        const value = (counted[0]?.[0] as { n?: number } | undefined)?.n;
        return { metric, value: value === undefined ? undefined : Number(value) };
      }),
    );
  }

  /** Metrics that `gauges` reads. */
  metrics(): Gauge['metric'][] {
    return [...this.running.values()].map(({ cluster }) => connections(cluster));
  }

  /** Ends the servers of an environment and does not start them again; for faults. */
  async kill(environment: string): Promise<void> {
    const killed = [...this.running.values()].filter(({ cluster }) => cluster.environment === environment);
    await Promise.all(
      killed.map((known) => {
        known.stopped = true;
        return known.server.stop();
      }),
    );
  }

  async stop(): Promise<void> {
    const all = [...this.running.values()].filter(({ stopped }) => !stopped);
    this.running.clear();
    for (const known of all) known.stopped = true;
    await Promise.allSettled(all.map(({ server }) => server.stop()));
  }

  private async start(cluster: Owned): Promise<Running> {
    const server = await this.services.start(join(this.services.workDir, 'database', cluster.physicalId));
    const database = read(cluster).optionalText('DatabaseName');
    const schema = database ? { schema: { name: database, here: `${server.prefix}${database}` } } : {};
    const known: Running = { cluster, server, ...schema, stopped: false };
    this.services.started(cluster, server);
    void server.ended.then((reason) => {
      if (!known.stopped) this.services.lost(known.cluster, reason);
      known.stopped = true;
    });
    return known;
  }

  private async prepare({ cluster, server, schema }: Running): Promise<void> {
    const master = await this.masterUser(cluster, server);
    const user = `${literal(master.username)}@'%'`;
    const scope = server.prefix ? `${identifier(`${server.prefix.replaceAll('_', '\\_')}%`)}.*` : '*.*';
    await server.sql([
      ...(schema ? [`CREATE DATABASE IF NOT EXISTS ${identifier(schema.here)} CHARACTER SET utf8mb4`] : []),
      `CREATE USER IF NOT EXISTS ${user}`,
      `ALTER USER ${user} IDENTIFIED BY ${literal(master.password)}`,
      `GRANT ALL PRIVILEGES ON ${scope} TO ${user} WITH GRANT OPTION`,
      ...(server.prefix ? [`GRANT CREATE USER ON *.* TO ${user} WITH GRANT OPTION`] : []),
    ]);
  }

  /**
   * Name and password of the master user. On a server that several clusters share, every secret of the environment that
   * names a user gets the prefix in front of it, in the emulator, as users are of the whole server.
   */
  private async masterUser(cluster: Owned, server: DatabaseServer): Promise<{ username: string; password: string }> {
    const properties = read(cluster);
    const inTemplate = properties.optionalText('MasterUserPassword');
    const username = properties.optionalText('MasterUsername');
    if (server.prefix) await this.prefixUsers(cluster.environment, server.prefix);
    const secrets = this.services.deployed.ofType('AWS::SecretsManager::Secret', cluster.environment);
    for (const secret of secrets) {
      const value = await this.parsed(secret);
      if (value?.username === undefined || value.password === undefined) continue;
      // The template names it by a dynamic reference, which may have been resolved by now.
      const named = username?.includes(secret.physicalId) || inTemplate?.includes(secret.physicalId);
      if (named || value.password === inTemplate || value.username === `${server.prefix}${username}`) {
        return { username: value.username, password: value.password };
      }
    }
    if (username !== undefined && inTemplate !== undefined) return { username, password: inTemplate };
    throw new CodedError(
      'TAP4405',
      `no secret of ${cluster.environment} holds the master user of cluster ${cluster.physicalId}`,
    );
  }

  private async prefixUsers(environment: string, prefix: string): Promise<void> {
    for (const secret of this.services.deployed.ofType('AWS::SecretsManager::Secret', environment)) {
      const value = await this.parsed(secret);
      if (value?.username === undefined || value.username.startsWith(prefix)) continue;
      // An earlier cluster of the environment may have left its own prefix.
      const renamed = JSON.stringify({ ...value, username: `${prefix}${value.username.replace(anyPrefix, '')}` });
      await this.services.putSecret(secret, secret.physicalId, renamed);
    }
  }

  private async parsed(secret: Owned): Promise<{ username?: string; password?: string } | undefined> {
    try {
      const value: unknown = JSON.parse(await this.services.secret(secret, secret.physicalId));
      return typeof value === 'object' && value !== null ? value : undefined;
    } catch {
      // A secret of another kind; whether the right one is among them is told afterwards.
      return undefined;
    }
  }

  private endpoints(environment: string): Owned[] {
    const { deployed } = this.services;
    return [...deployed.ofType(cluster, environment), ...deployed.ofType(proxy, environment)];
  }
}

function connections(cluster: Owned) {
  return metricOf(cluster, 'AWS/RDS', 'DatabaseConnections', { DBClusterIdentifier: cluster.physicalId });
}
