import type { DatabaseServer } from '../../../src/cloud/database/database-server';
import { Databases } from '../../../src/cloud/database/databases';
import { endpointPattern } from '../../../src/cloud/database/endpoints';
import { DeployedStacks } from '../../../src/cloud/deployed/deployed-stacks';
import { resource, stackOf } from '../fixtures/stacks';

const data = (environment: string) => {
  const stack = `${environment}-Data`;
  const name = `acme-${environment.toLowerCase()}`;
  return stackOf(
    stack,
    [
      resource(stack, 'App', 'AWS::SecretsManager::Secret', `${name}-app`),
      resource(stack, 'Token', 'AWS::SecretsManager::Secret', `${name}-token`),
      resource(stack, 'Master', 'AWS::SecretsManager::Secret', `${name}-master`),
      resource(stack, 'Cluster', 'AWS::RDS::DBCluster', name, {
        DatabaseName: 'weather',
        MasterUsername: 'admin',
        MasterUserPassword: 'pw-master',
      }),
      resource(stack, 'Proxy', 'AWS::RDS::DBProxy', `${name}-proxy`),
    ],
    environment,
  );
};

function bench(prefix = '') {
  const deployed = new DeployedStacks();
  const statements: string[] = [];
  const stopped: string[] = [];
  const lost: string[] = [];
  const secrets = new Map<string, string>();
  for (const name of ['acme-alpha', 'acme-gamma']) {
    secrets.set(`${name}-app`, '{"username":"weather","password":"pw-app"}');
    secrets.set(`${name}-token`, 'no JSON');
    secrets.set(`${name}-master`, `{"username":"admin","password":"it's"}`);
  }
  let end: (reason: string) => void = () => undefined;
  let port = 20_000;
  const databases = new Databases({
    deployed,
    workDir: '/run-of-the-test',
    async start(directory): Promise<DatabaseServer> {
      port += 1;
      return {
        kind: 'a server',
        host: '127.0.0.1',
        port,
        prefix,
        sql: async (list) => {
          statements.push(...list);
          return [[{ n: '3' }]];
        },
        ended: new Promise((resolve) => {
          end = resolve;
        }),
        stop: async () => void stopped.push(directory),
      };
    },
    secret: async (_of, arn) => secrets.get(arn) ?? Promise.reject(new Error('none')),
    putSecret: async (_of, arn, value) => void secrets.set(arn, value),
    started: () => undefined,
    lost: (cluster, reason) => lost.push(`${cluster.environment}: ${reason}`),
  });
  return { deployed, databases, statements, stopped, lost, secrets, end: (reason: string) => end(reason) };
}

describe('Databases', () => {
  it('gives each environment a server of its own, with schema and master user, once', async () => {
    const test = bench();
    for (const environment of ['Alpha', 'Gamma', 'Alpha']) {
      test.deployed.put(data(environment));
      await test.databases.apply(environment);
    }
    expect(test.databases.addresses().map(({ local }) => local.port)).toEqual([20_001, 20_002]);
    expect(test.databases.addresses('Gamma')).toHaveLength(1);
    expect(test.statements.slice(0, 4)).toEqual([
      'CREATE DATABASE IF NOT EXISTS `weather` CHARACTER SET utf8mb4',
      "CREATE USER IF NOT EXISTS 'admin'@'%'",
      "ALTER USER 'admin'@'%' IDENTIFIED BY 'it''s'",
      "GRANT ALL PRIVILEGES ON *.* TO 'admin'@'%' WITH GRANT OPTION",
    ]);
  });

  it('renames schema and users on a server that environments share', async () => {
    const test = bench('rehearsal_0a1b2c3d_');
    test.deployed.put(data('Alpha'));
    await test.databases.apply('Alpha');
    expect(test.statements[0]).toContain('`rehearsal_0a1b2c3d_weather`');
    expect(test.statements.join('\n')).toContain("'rehearsal_0a1b2c3d_admin'@'%'");
    expect(test.statements.join('\n')).not.toContain('ALL PRIVILEGES ON *.*');
    expect(JSON.parse(test.secrets.get('acme-alpha-app') ?? '')).toMatchObject({
      username: 'rehearsal_0a1b2c3d_weather',
      password: 'pw-app',
    });
    expect(test.secrets.get('acme-alpha-token')).toBe('no JSON');
    expect(test.databases.addresses('Alpha')[0]?.schema).toEqual({
      name: 'weather',
      here: 'rehearsal_0a1b2c3d_weather',
    });
    await test.databases.apply('Alpha');
    expect(JSON.parse(test.secrets.get('acme-alpha-app') ?? '').username).toBe('rehearsal_0a1b2c3d_weather');
  });

  it('takes the prefix of an earlier cluster off its users, whose names would become too long', async () => {
    const test = bench('rehearsal_0a1b2c3d_');
    test.secrets.set('acme-alpha-app', '{"username":"rehearsal_99999999_weather","password":"pw-app"}');
    test.deployed.put(data('Alpha'));
    await test.databases.apply('Alpha');
    expect(JSON.parse(test.secrets.get('acme-alpha-app') ?? '').username).toBe('rehearsal_0a1b2c3d_weather');
  });

  it('knows which clusters and proxies a text names', () => {
    const test = bench();
    test.deployed.put(data('Alpha'));
    const reached = (text: string) => test.databases.reachedBy('Alpha', text).map(({ logicalId }) => logicalId);
    expect(reached('acme-alpha.cluster-1a.us-east-1.rds.amazonaws.com')).toEqual(['Cluster']);
    expect(reached('x acme-alpha-proxy.proxy-2b.us-east-1.rds.amazonaws.com:3306')).toEqual(['Cluster']);
    expect(reached('acme-alpha.cluster-ro-1a.us-east-1.rds.amazonaws.com')).toEqual(['Cluster']);
    expect(reached('my-acme-alpha.cluster-1a.us-east-1.rds.amazonaws.com')).toEqual([]);
    expect(reached('acme-alpha.cluster-1a.eu-west-1.rds.amazonaws.com')).toEqual([]);
  });

  it('counts connections, and none of a server that has ended', async () => {
    const test = bench();
    test.deployed.put(data('Alpha'));
    await test.databases.apply('Alpha');
    const gauge = async () =>
      (await test.databases.gauges()).map(({ metric, value }) => [metric.name, metric.dimensions, value]);
    expect(await gauge()).toEqual([['DatabaseConnections', { DBClusterIdentifier: 'acme-alpha' }, 3]]);
    await test.databases.kill('Alpha');
    expect(test.stopped).toEqual(['/run-of-the-test/database/acme-alpha']);
    expect(await gauge()).toEqual([['DatabaseConnections', { DBClusterIdentifier: 'acme-alpha' }, undefined]]);
    expect(test.lost).toEqual([]);
  });

  it('says that a server ended by itself, and ends those whose cluster is gone', async () => {
    const test = bench();
    test.deployed.put(data('Alpha'));
    await test.databases.apply('Alpha');
    test.end('signal SIGKILL');
    await new Promise((resolve) => setImmediate(resolve));
    expect(test.lost).toEqual(['Alpha: signal SIGKILL']);
    test.deployed.delete(data('Alpha'));
    await test.databases.retain();
    expect(test.databases.addresses()).toEqual([]);
    expect(test.stopped).toHaveLength(1);
  });

  it('refuses a cluster whose master user no secret holds', async () => {
    const test = bench();
    test.secrets.clear();
    const stack = data('Alpha');
    const resources = stack.resources.map((one) =>
      one.logicalId === 'Cluster' ? { ...one, properties: { MasterUsername: 'admin' } } : one,
    );
    test.deployed.put({ ...stack, resources });
    await expect(test.databases.apply('Alpha')).rejects.toThrow(/^TAP4405/);
  });
});

describe('endpointPattern', () => {
  it('takes a name literally', () => {
    const [, , , cluster] = data('Alpha').resources;
    if (!cluster) throw new Error('no cluster');
    const pattern = new RegExp(endpointPattern({ ...cluster, physicalId: 'a.b', environment: 'Alpha' }));
    expect(pattern.test('axb.cluster-1.us-east-1.rds.amazonaws.com')).toBe(false);
  });
});
