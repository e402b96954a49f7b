import { isSafeAddress, readAlarmInputs, readGateSettings, readLoadChoice } from '../../checks/gate-settings';
import { leastRoom } from '../../contracts/approval';
import { notMeasured, windowText } from '../../contracts/load-window';

const good = {
  GATE: 'smoke',
  ENVIRONMENT: 'Dev',
  COMMIT: '0123abc',
  EXECUTION: 'execution-1',
  SITE_URL: 'https://d1.cloudfront.net',
  API_URL: 'https://a1.execute-api.us-east-1.amazonaws.com/v1/',
  API_KEY_ID: 'key-1',
  GATE_ROLE_ARN: 'arn:aws:iam::111111111111:role/tap-Dev-smoke-gate',
  EVIDENCE_BUCKET: 'evidence-bucket',
  CODEBUILD_BUILD_ID: 'tap-Dev-smoke:0f1e2d3c-1',
  CODEBUILD_BUILD_NUMBER: '7',
  CODEBUILD_START_TIME: '1767268800000',
};

describe('the environment of a gate', () => {
  test('is read, with addresses that end without a slash', () => {
    expect(readGateSettings(good)).toEqual({
      gate: 'smoke',
      environment: 'Dev',
      commit: '0123abc',
      execution: 'execution-1',
      siteUrl: 'https://d1.cloudfront.net',
      apiUrl: 'https://a1.execute-api.us-east-1.amazonaws.com/v1',
      apiKeyId: 'key-1',
      gateRoleArn: good.GATE_ROLE_ARN,
      evidenceBucket: 'evidence-bucket',
      build: { id: 'tap-Dev-smoke:0f1e2d3c-1', number: 7, startedAt: '2026-01-01T12:00:00.000Z' },
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
    ['GATE', 'tarot', /"tarot"; Invalid option/],
    ['CODEBUILD_BUILD_ID', 'tap-Dev-smoke', /not the id of a build/],
    ['CODEBUILD_BUILD_NUMBER', '0', /not the number of a build/],
    ['CODEBUILD_START_TIME', 'noon', /not a time in milliseconds/],
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
    const window = {
      startedAt: new Date('2026-01-01T12:00:00Z'),
      endedAt: new Date('2026-01-01T12:01:00Z'),
      environment: 'Dev',
      execution: 'execution-1',
      build: 'load:1',
    };
    const variables = { LOAD_WINDOW: windowText(window), LOG_GROUP: 'services' };
    const last = { into: [], room: leastRoom };
    expect(readAlarmInputs(variables)).toEqual({ load: window, logGroup: 'services', onward: last });
    const onward = { PROMOTED_INTO: 'Prod,ProdEu', SUMMARY_ROOM: '377', LOOSER_ROOM: '389' };
    expect(readAlarmInputs({ ...variables, ...onward }).onward).toEqual({
      into: ['Prod', 'ProdEu'],
      room: { summary: 377, looser: 389 },
    });
    expect(() => readAlarmInputs({ ...variables, LOG_GROUP: '' })).toThrow(/LOG_GROUP: received ""/);
  });

  test('is refused if it is none', () => {
    expect(() => readAlarmInputs({})).toThrow(/LOAD_WINDOW: received nothing/);
    const [noon, later] = ['2026-01-01T12:00:00.000Z', '2026-01-01T12:01:00.000Z'];
    const wrong = [
      notMeasured,
      `${later} ${noon} Dev execution-1 load:1`,
      `${noon} ${noon} Dev execution-1 load:1`,
      `noon ${later} Dev execution-1 load:1`,
      `${noon} ${later} Dev execution-1`,
      `${noon} ${later} Dev execution-1 load:1 more`,
    ];
    for (const text of wrong) expect(() => readAlarmInputs({ LOAD_WINDOW: text })).toThrow(/LOAD_WINDOW: received "/);
  });
});

test('a profile may be chosen for one run; empty is no choice', () => {
  expect(readLoadChoice({ LOAD_PROFILE: 'smoke' })).toEqual({ profile: 'smoke' });
  expect(readLoadChoice({ LOAD_PROFILE: '' })).toEqual({ profile: undefined });
});
