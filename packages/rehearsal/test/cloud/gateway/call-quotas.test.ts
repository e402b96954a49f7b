import { CallQuotas, callQuotas } from '../../../src/cloud/gateway/call-quotas';
import type { Operation } from '../../../src/cloud/gateway/detect';

const history: Operation = { service: 'monitoring', action: 'DescribeAlarmHistory', protocol: 'json' };
const keys = (action: string): Operation => ({ service: 'apigateway', action, protocol: 'rest-json' });
const here = { account: '111111111111', region: 'us-east-1' };

function bench() {
  let time = 0;
  const quotas = new CallQuotas(callQuotas, { now: () => time });
  return {
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
    /** How many of so many calls at once are taken. */
    taken: (count: number, operation: Operation, at = here) =>
      Array.from({ length: count }, () => quotas.refusal(operation, at)).filter((refusal) => !refusal).length,
    refusal: (operation: Operation) => quotas.refusal(operation, here),
  };
}

describe('the quotas of calls', () => {
  test('take twenty histories in a second and throttle the rest of a call for each of forty alarms', () => {
    const test = bench();
    expect(test.taken(40, history)).toBe(20);
    expect(test.refusal(history)).toEqual({ code: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
    test.pass(1);
    expect(test.taken(40, history)).toBe(20);
  });

  test('are counted for each account and region, and for each action', () => {
    const test = bench();
    test.taken(20, history);
    expect(test.taken(1, history)).toBe(0);
    expect(test.taken(1, history, { ...here, account: '222222222222' })).toBe(1);
    expect(test.taken(1, history, { ...here, region: 'eu-west-1' })).toBe(1);
    expect(test.taken(1, { ...history, action: 'DescribeAlarms' })).toBe(1);
  });

  test('of a whole service count all of its actions together, with a burst', () => {
    const test = bench();
    expect(test.taken(30, keys('GetApiKey')) + test.taken(30, keys('GetRestApis'))).toBe(40);
    expect(test.refusal(keys('GetApiKey'))).toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    test.pass(1);
    expect(test.taken(30, keys('GetApiKey'))).toBe(10);
  });

  test('do not meet calls that nobody throttles', () => {
    expect(bench().taken(500, { service: 's3', action: 'PutObject', protocol: 's3' })).toBe(500);
  });
});
