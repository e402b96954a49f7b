import type { ContainerDefinition } from '../../../src/cloud/workloads/task-definition';
import { digestOf } from '../../../src/cloud/workloads/task-definition';
import { type DatabaseAddress, taskVariables } from '../../../src/cloud/workloads/task-variables';

const proxy = 'acme-alpha.proxy-1a2b.us-east-1.rds.amazonaws.com';
const database: DatabaseAddress = {
  hosts: 'acme-alpha\\.proxy-[a-z0-9]+\\.us-east-1\\.rds\\.amazonaws\\.com',
  port: 3306,
  local: { host: '127.0.0.1', port: 20001 },
  schema: { name: 'weather', here: 'rehearsal_alpha_weather' },
};
const container = (variables: Record<string, string>): ContainerDefinition => ({
  name: 'app',
  image: '',
  entryPoint: [],
  command: [],
  essential: true,
  variables,
  secrets: {},
  dependsOn: [],
  ports: [8080],
  stopTimeoutSeconds: 30,
});
const build = (variables: Record<string, string>, secrets: Record<string, string> = {}, databases = [database]) =>
  taskVariables({
    container: container(variables),
    secrets,
    databases,
    withDatabase: { DATABASE_TLS: 'off' },
    localise: (text) => ({ text: text.replace('https://d1.cloudfront.net', 'http://127.0.0.1:1'), differences: [] }),
    port: 20002,
    wayOut: { HTTPS_PROXY: 'http://127.0.0.1:9' },
    aws: { AWS_REGION: 'us-east-1' },
    home: '/home/of/task',
  });

describe('taskVariables', () => {
  it('leaves out endpoints of single services, which would lead past the local cloud, and says so', () => {
    const { env, differences } = build(
      { AWS_ENDPOINT_URL_S3: 'https://s3.us-east-1.amazonaws.com', AWS_ENDPOINT_DISCOVERY_ENABLED: 'false' },
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    );
    expect(Object.keys(env)).not.toContain('AWS_ENDPOINT_URL_S3');
    expect(Object.keys(env)).not.toContain('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS');
    expect(env).toHaveProperty('AWS_ENDPOINT_DISCOVERY_ENABLED', 'false');
    expect(differences.filter(({ onAws }) => /decides where calls go/.test(onAws))).toHaveLength(2);
  });

  it('points host, port, schema and URLs of the database to this machine, and says so', () => {
    const { env, differences } = build({
      DATABASE_HOST: proxy,
      DATABASE_PORT: '3306',
      DATABASE_NAME: 'weather',
      DATABASE_URL: `mysql://${proxy}:3306/weather`,
      OTHER: 'left alone',
      SITE: 'https://d1.cloudfront.net/x',
    });
    expect(env).toMatchObject({
      DATABASE_HOST: '127.0.0.1',
      DATABASE_PORT: '20001',
      DATABASE_NAME: 'rehearsal_alpha_weather',
      DATABASE_URL: 'mysql://127.0.0.1:20001/weather',
      DATABASE_TLS: 'off',
      OTHER: 'left alone',
      SITE: 'http://127.0.0.1:1/x',
      PORT: '20002',
      HOST: '127.0.0.1',
    });
    expect(differences.map(({ onAws }) => onAws.split('=')[0])).toEqual([
      'DATABASE_HOST',
      'DATABASE_PORT',
      'DATABASE_NAME',
      'DATABASE_URL',
      'PORT',
      'container app listens on 8080',
      'HOST',
      'DATABASE_TLS',
    ]);
  });

  it('goes out by the proxy of the run, whatever the template says of one', () => {
    expect(build({ HTTPS_PROXY: 'http://proxy.inside.example:3128' }).env).toMatchObject({
      HTTPS_PROXY: 'http://127.0.0.1:9',
    });
  });

  it('gives a port of its own where the template leaves it to the default', () => {
    expect(build({ DB_ENDPOINT: proxy }).env).toMatchObject({ DB_ENDPOINT: '127.0.0.1', DB_PORT: '20001' });
    expect(build({ DATABASE: proxy }).env).toMatchObject({ DATABASE: '127.0.0.1', DATABASE_PORT: '20001' });
  });

  it('changes the address within a secret without repeating anything of it', () => {
    const secret = JSON.stringify({ username: 'u', password: 'hidden', host: proxy, port: 3306 });
    const { env, differences } = build({}, { SECRET: secret });
    expect(JSON.parse(env.SECRET ?? '')).toEqual({ username: 'u', password: 'hidden', host: '127.0.0.1', port: 20001 });
    expect(JSON.stringify(differences)).not.toContain('hidden');
  });

  it('leaves TLS alone where there is no database, and never passes on what the user has set', () => {
    const { env } = build({}, {}, []);
    expect(Object.keys(env).sort()).toEqual([
      'AWS_REGION',
      'HOME',
      'HOST',
      'HTTPS_PROXY',
      'LANG',
      'NODE_OPTIONS',
      'PATH',
      'PORT',
      'REHEARSAL_PORT',
      'REHEARSAL_PORTS',
      'TMPDIR',
    ]);
    expect(env.HOME).toBe('/home/of/task');
  });
});

describe('digestOf', () => {
  it('takes an image that is named by digest, and no other', () => {
    const digest = `sha256:${'0a'.repeat(32)}`;
    expect(digestOf(`1.dkr.ecr.eu-west-1.amazonaws.com/weather@${digest}`)).toBe(digest);
    expect(digestOf('weather:latest')).toBeUndefined();
  });

  it('keeps the options that a container gives to Node, and leaves one without a port alone', () => {
    const options = build({ NODE_OPTIONS: '--enable-source-maps' }, {}, []).env.NODE_OPTIONS;
    expect(options).toMatch(/^--enable-source-maps --require .*listen-here/);
    const { env } = taskVariables({
      container: container({}),
      secrets: {},
      databases: [],
      withDatabase: {},
      localise: (text) => ({ text, differences: [] }),
      aws: {},
      wayOut: {},
      home: '/home/of/task',
    });
    expect(env).not.toHaveProperty('NODE_OPTIONS');
  });
});
