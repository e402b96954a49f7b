import { k6Variables } from '../../../checks/load-test/k6-variables';

const settings = {
  profile: 'smoke',
  thresholds: { api: { p95Ms: 500, maxErrorRate: 0.01 } },
  apiUrl: 'https://api.example',
  apiKey: 'secret',
  apiCache: true,
  runId: 'run',
  folder: '/empty/folder',
};

describe('the environment of k6', () => {
  const variables = {
    PATH: '/bin',
    HOME: '/home/user',
    K6_NO_THRESHOLDS: 'true',
    K6_ITERATIONS: '1',
    K6_OUT: 'cloud',
    k6_vus: '1',
    AWS_SECRET_ACCESS_KEY: 'job-secret',
    HTTPS_PROXY: 'http://proxy:1',
  };
  const env = k6Variables(settings, variables);

  test('holds none of the variables that change what k6 judges', () => {
    const own = Object.keys(env).filter((name) => /^k6_/i.test(name));
    expect(own.length).toBeGreaterThan(0);
    expect(
      own.every(
        (name) => name.startsWith('K6_WEB_DASHBOARD') || ['K6_NO_USAGE_REPORT', 'K6_CSV_TIME_FORMAT'].includes(name),
      ),
    ).toBe(true);
  });

  test('has a fresh HOME and none of the credentials of the job', () => {
    expect(env.HOME).toBe(settings.folder);
    expect(Object.values(env)).not.toContain('job-secret');
  });

  test('passes on what leads to programs and out of a network', () => {
    expect(env).toMatchObject({ PATH: '/bin', HTTPS_PROXY: 'http://proxy:1' });
  });

  test('shortens the load only where this is asked for, never because of a variable of the job', () => {
    expect(k6Variables(settings, { ...variables, LOAD_SECONDS: '1' }).LOAD_SECONDS).toBeUndefined();
    expect(k6Variables({ ...settings, loadSeconds: 32 }, variables).LOAD_SECONDS).toBe('32');
  });

  test('opens no port for the dashboard', () => {
    expect(env.K6_WEB_DASHBOARD_PORT).toBe('-1');
  });

  test('says whether API Gateway has its cache', () => {
    expect(env.LOAD_API_CACHE).toBe('true');
  });

  test('carries the API key', () => {
    expect(env.LOAD_API_KEY).toBe('secret');
  });
});
