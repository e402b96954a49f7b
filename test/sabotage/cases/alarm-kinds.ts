import { type Case, neighbours, sabotages } from '../case';

const why = 'a reason of more than twenty characters';

/** Alarms that every environment has, as the strict synth finds them. */
export const alarmKindCases: readonly Case[] = [
  ...sabotages('synth', [
    [
      'the alarms of one kind were deleted',
      (synth) => {
        synth.alarms = synth.alarms.filter(({ name }) => !name.endsWith('-database-capacity'));
      },
      /TAP2074: Dev: database capacity: 0 of 1 .*; no other alarm looks at it/,
    ],
    [
      'an alarm that must count never does',
      (synth) => synth.changeAlarms('-api-server-errors', { part: 'never', reason: why }),
      /TAP2074: Dev: API 5xx: 0 of 1 .* tap-dev-api-server-errors is "never"/,
    ],
    [
      'an alarm that no load fires on purpose counts only after it',
      (synth) => synth.changeAlarms('-response-time', { part: 'after the load', reason: why }),
      /TAP2074: Dev: response time: 0 of 1 .* is "after the load"/,
    ],
    [
      'one service of two has no alarm',
      ({ furtherResources }) => void furtherResources.push('AWS::ECS::Service', 'AWS::ECS::Service'),
      /TAP2074: Dev: ECS CPU: 1 of 2 AWS::ECS::Service have an alarm/,
    ],
    [
      'an alarm whose actions are switched off',
      (synth) => synth.changeSettings('-api-server-errors', { 'actions enabled': 'false' }),
      /TAP2074: Dev: API 5xx: 0 of 1 .* tap-dev-api-server-errors has its actions switched off/,
    ],
    [
      'an alarm that tells nobody',
      (synth) => synth.changeSettings('-database-cpu', { 'ALARM action 1': undefined }),
      /TAP2074: Dev: database CPU: 0 of 1 .* tap-dev-database-cpu tells nobody/,
    ],
    [
      'an alarm that stays as it was where data is missing',
      (synth) => synth.changeSettings('-cloudfront-server-errors', { 'missing data': 'ignore' }),
      /TAP2074: Dev: CloudFront 5xx: 0 of 1 .* stays as it was where data is missing/,
    ],
    [
      'an alarm at a share of errors that there is none of',
      (synth) => synth.changeSettings('-api-client-errors', { threshold: '1e+99' }),
      /TAP2074: Dev: API 4xx: 0 of 1 .* has the threshold 1e\+99, which nothing reaches: at most 1 is/,
    ],
    [
      'an alarm that looks at one method alone',
      (synth) =>
        synth.changeSettings('-api-server-errors', { 'dimension Method': 'OPTIONS', 'dimension Resource': '/health' }),
      /TAP2074: Dev: API 5xx: 0 of 1 .* looks at ApiName, Method, Resource: ApiName is all of it/,
    ],
    [
      'an alarm that fires where all is well',
      (synth) => synth.changeSettings('-response-time', { comparison: 'LessThanThreshold' }),
      /TAP2074: Dev: response time: 0 of 1 .* compares by LessThanThreshold/,
    ],
    [
      'an alarm that averages errors of which each counts one',
      (synth) => synth.changeSettings('-load-balancer-server-errors', { statistic: 'Average' }),
      /TAP2074: Dev: load balancer 5xx: 0 of 1 .* takes the statistic Average/,
    ],
    [
      'an alarm by an expression that comes to nothing',
      (synth) => synth.changeSettings('-memory', { 'expression of e': '0 * m' }),
      /TAP2074: Dev: ECS memory: 0 of 1 .* judges by 0 \* m, of which nothing is known/,
    ],
    [
      'an alarm that must count is asked for no data',
      (synth) => synth.changeAlarms('-unhealthy-targets', { feed: 'none', reason: why }),
      /TAP2074: Dev: unhealthy targets: no alarm .* is asked for data/,
    ],
  ]),
  ...neighbours('synth', [
    [
      'a capacity alarm counts only after the load',
      (synth) => synth.changeAlarms('-memory', { part: 'after the load', reason: why }),
    ],
    [
      'alarms at other levels, by the worst of a period, and without data by then',
      (synth) => {
        synth.changeSettings('-database-cpu', {
          threshold: '60',
          statistic: 'Maximum',
          comparison: 'GreaterThanThreshold',
        });
        synth.changeSettings('-response-time', { threshold: '0.3', statistic: 'p99', 'missing data': 'missing' });
      },
    ],
  ]),
];
