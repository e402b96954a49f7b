import { readSettings } from '../../loadtests/lib/settings';

const ofEachDoor = { p95Ms: 500, maxErrorRate: 0.01 };
const withApi = (changes: object) => JSON.stringify({ api: { ...ofEachDoor, ...changes } });
const variables = {
  LOAD_PROFILE: 'smoke',
  LOAD_THRESHOLDS: JSON.stringify({ cloudfront: ofEachDoor, api: ofEachDoor }),
  LOAD_SITE_URL: 'https://site.example/',
  LOAD_API_URL: 'https://api.example/v1/',
  LOAD_API_KEY: 'key',
  LOAD_API_CACHE: 'false',
  LOAD_RUN_ID: 'run',
  LOAD_SUMMARY_FILE: 'summary.json',
};

describe('settings of a journey', () => {
  test('come from the environment of the k6 process, addresses without a slash at the end', () => {
    expect(readSettings(variables)).toMatchObject({
      addresses: { cloudfront: 'https://site.example', api: 'https://api.example/v1' },
      apiKey: 'key',
      apiCache: false,
      thresholds: { cloudfront: ofEachDoor, api: ofEachDoor },
    });
  });

  test('hold a length of the load only where one is set', () => {
    expect(readSettings(variables).loadSeconds).toBeUndefined();
    expect(readSettings({ ...variables, LOAD_SECONDS: '32' }).loadSeconds).toBe(32);
  });

  test('hold whether API Gateway has its cache, in two words and no other', () => {
    expect(readSettings({ ...variables, LOAD_API_CACHE: 'true' }).apiCache).toBe(true);
    expect(() => readSettings({ ...variables, LOAD_API_CACHE: 'yes' })).toThrow(
      'LOAD_API_CACHE: received "yes"; true or false is needed',
    );
  });

  test.each(Object.keys(variables))('are refused without %s, naming it', (name) => {
    expect(() => readSettings({ ...variables, [name]: undefined })).toThrow(`${name} is missing`);
  });

  test.each([
    ['no JSON', 'soon', 'LOAD_THRESHOLDS: received "soon"; JSON is needed'],
    ['no object', '[]', 'LOAD_THRESHOLDS: received []; an object is needed'],
    ['of another door', '{"backdoor":{}}', /^LOAD_THRESHOLDS: .*"backdoor" is unknown: allowed are cloudfront, api$/],
    ['no thresholds', '{"api":null}', 'LOAD_THRESHOLDS.api: received null; an object is needed'],
    ['of half a door', '{"api":{"p95Ms":1}}', 'LOAD_THRESHOLDS.api: received {"p95Ms":1}; maxErrorRate is missing'],
    ['no number', withApi({ p95Ms: '500' }), /^LOAD_THRESHOLDS\.api\.p95Ms: received "500"; allowed is a number/],
    ['a time of nothing', withApi({ p95Ms: 0 }), /^LOAD_THRESHOLDS\.api\.p95Ms: received 0; .*above 0/],
    ['a share of all', withApi({ maxErrorRate: 1 }), /^LOAD_THRESHOLDS\.api\.maxErrorRate: received 1; .*below 1/],
    ['of more than is known', withApi({ p99Ms: 1 }), /^LOAD_THRESHOLDS\.api: .*"p99Ms" is unknown/],
  ])('are refused with thresholds that are %s', (_what, LOAD_THRESHOLDS, message) => {
    expect(() => readSettings({ ...variables, LOAD_THRESHOLDS })).toThrow(message);
  });

  test.each(['soon', '0', '-1', 'Infinity'])('are refused with a load of %s seconds', (LOAD_SECONDS) => {
    expect(() => readSettings({ ...variables, LOAD_SECONDS })).toThrow(`LOAD_SECONDS: received "${LOAD_SECONDS}"`);
  });

  test('need neither address nor key of a door that has no thresholds', () => {
    const site = { ...variables, LOAD_THRESHOLDS: JSON.stringify({ cloudfront: ofEachDoor }) };
    const settings = readSettings({ ...site, LOAD_API_URL: undefined, LOAD_API_KEY: undefined });
    expect(settings).toMatchObject({ addresses: { api: '' }, apiKey: '' });
  });
});
