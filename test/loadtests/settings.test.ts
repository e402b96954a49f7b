import { readSettings } from '../../loadtests/lib/settings';

const limits = { p95Ms: 500, maxErrorRate: 0.01 };
const variables = {
  LOAD_PROFILE: 'smoke',
  LOAD_LIMITS: JSON.stringify({ cloudfront: limits, api: limits }),
  LOAD_SITE_URL: 'https://site.example/',
  LOAD_API_URL: 'https://api.example/v1/',
  LOAD_API_KEY: 'key',
  LOAD_RUN_ID: 'run',
  LOAD_SUMMARY_FILE: 'summary.json',
};

describe('settings of a journey', () => {
  test('come from the environment of the k6 process, addresses without a slash at the end', () => {
    expect(readSettings(variables)).toMatchObject({
      addresses: { cloudfront: 'https://site.example', api: 'https://api.example/v1' },
      apiKey: 'key',
    });
  });

  test('hold a length of the load only where one is set', () => {
    expect(readSettings(variables).loadSeconds).toBeUndefined();
    expect(readSettings({ ...variables, LOAD_SECONDS: '32' }).loadSeconds).toBe(32);
  });

  test.each(Object.keys(variables))('are refused without %s, naming it', (name) => {
    expect(() => readSettings({ ...variables, [name]: undefined })).toThrow(`${name} is missing`);
  });

  test('need neither address nor key of a door that has no limits', () => {
    const site = { ...variables, LOAD_LIMITS: JSON.stringify({ cloudfront: limits }) };
    const settings = readSettings({ ...site, LOAD_API_URL: undefined, LOAD_API_KEY: undefined });
    expect(settings).toMatchObject({ addresses: { api: '' }, apiKey: '' });
  });
});
