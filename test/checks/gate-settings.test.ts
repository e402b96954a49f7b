import { isSafeAddress, readGateSettings, readLoadChoice, readLoadWindow } from '../../checks/gate-settings';

const good = {
  ENVIRONMENT: 'Dev',
  COMMIT: '0123abc',
  EXECUTION: 'execution-1',
  SITE_URL: 'https://d1.cloudfront.net',
  API_URL: 'https://a1.execute-api.us-east-1.amazonaws.com/v1/',
  API_KEY_ID: 'key-1',
  GATE_ROLE_ARN: 'arn:aws:iam::111111111111:role/tap-Dev-smoke-gate',
  EVIDENCE_BUCKET: 'evidence-bucket',
};

describe('the environment of a gate', () => {
  test('is read, with addresses that end without a slash', () => {
    expect(readGateSettings(good)).toEqual({
      environment: 'Dev',
      commit: '0123abc',
      execution: 'execution-1',
      siteUrl: 'https://d1.cloudfront.net',
      apiUrl: 'https://a1.execute-api.us-east-1.amazonaws.com/v1',
      apiKeyId: 'key-1',
      gateRoleArn: good.GATE_ROLE_ARN,
      evidenceBucket: 'evidence-bucket',
    });
  });

  test.each(Object.keys(good))('is refused without %s, naming it', (name) => {
    expect(() => readGateSettings({ ...good, [name]: undefined })).toThrow(
      new RegExp(`^TAP3001: environment variables of the gate: ${name}: received nothing`),
    );
  });

  test.each([
    ['ENVIRONMENT', '../Dev', /not the name of an environment/],
    ['SITE_URL', 'http://shop.example', /an https address is needed/],
    ['SITE_URL', 'd1.cloudfront.net', /an https address is needed/],
    ['GATE_ROLE_ARN', 'tap-Dev-smoke-gate', /not the ARN of a role/],
  ])('is refused with %s %s', (name, value, message) => {
    expect(() => readGateSettings({ ...good, [name]: value })).toThrow(message);
  });

  test('names every variable that is wrong, not just the first', () => {
    expect(() => readGateSettings({})).toThrow(/ENVIRONMENT.*EVIDENCE_BUCKET/);
  });

  test('has plain http to this machine only', () => {
    expect(
      ['http://127.0.0.1:80', 'http://127.9.9.9', 'http://localhost:1', 'http://[::1]:1'].every(isSafeAddress),
    ).toBe(true);
    const unsafe = [
      'http://10.0.0.1',
      'http://127.0.0.1.example.com',
      'http://localhost.example',
      'ftp://127.0.0.1',
      'x',
    ];
    expect(unsafe.filter(isSafeAddress)).toEqual([]);
  });
});

describe('the window of the load', () => {
  test('is read', () => {
    const window = readLoadWindow({
      LOAD_STARTED_AT: '2026-01-01T12:00:00.000Z',
      LOAD_ENDED_AT: '2026-01-01T12:01:00Z',
    });
    expect(window.endedAt.getTime() - window.startedAt.getTime()).toBe(60_000);
  });

  test('is refused if it is none', () => {
    expect(() => readLoadWindow({})).toThrow(/LOAD_STARTED_AT: received nothing.*LOAD_ENDED_AT/);
    expect(() => readLoadWindow({ LOAD_STARTED_AT: 'noon', LOAD_ENDED_AT: 'later' })).toThrow(
      /"noon"; not a time in ISO 8601/,
    );
    const same = '2026-01-01T12:00:00Z';
    expect(() => readLoadWindow({ LOAD_STARTED_AT: same, LOAD_ENDED_AT: same })).toThrow(/must be later/);
  });
});

test('a profile may be chosen for one run; empty is no choice', () => {
  expect(readLoadChoice({ LOAD_PROFILE: 'smoke' })).toEqual({ profile: 'smoke' });
  expect(readLoadChoice({ LOAD_PROFILE: '' })).toEqual({ profile: undefined });
});
