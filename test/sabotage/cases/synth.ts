import { type Case, neighbours, sabotages } from '../case';

export const synthCases: readonly Case[] = [
  ...sabotages('synth', [
    // What would make it look at less.
    [
      'a variable switches the validation off',
      ({ variables }) => {
        variables.CDK_VALIDATION = 'false';
      },
      /TAP2001: environment variable CDK_VALIDATION/,
    ],
    [
      'a variable lets errors through',
      ({ variables }) => {
        variables.CDK_IGNORE_ERRORS = 'true';
      },
      /TAP2001: environment variable CDK_IGNORE_ERRORS/,
    ],
    [
      'a variable brings another context',
      ({ variables }) => {
        variables.CDK_CONTEXT_JSON = '{}';
      },
      /TAP2001: environment variable CDK_CONTEXT_JSON/,
    ],
    [
      'the context switches rules off',
      ({ context }) => {
        context['@aws-cdk/core:validateAgainstDefaultRules'] = false;
      },
      /TAP2002: cdk\.json: "@aws-cdk\/core:validateAgainstDefaultRules" is false/,
    ],
    [
      'the context says nothing of annotations',
      ({ context }) => {
        delete context['@aws-cdk/core:annotationsInValidationReport'];
      },
      /TAP2002: cdk\.json: context "@aws-cdk\/core:annotationsInValidationReport" is missing/,
    ],
    [
      'the settings let errors through',
      ({ settings }) => {
        settings.ignoreErrors = true;
      },
      /TAP2002: cdk\.json: "ignoreErrors" is true/,
    ],
    [
      'nobody registers the checks',
      (synth) => {
        synth.unchecked = true;
      },
      /TAP2004: validation-report\.json does not name/,
    ],
    // Limits that nothing exceeds.
    [
      'a share of errors that nothing exceeds',
      ({ dev }) => {
        Object.assign(dev.gates.load.thresholds.api, { maxErrorRate: 1 });
      },
      /TAP1001: .*api\.maxErrorRate/s,
    ],
    [
      'a p95 that nothing exceeds',
      ({ dev }) => {
        Object.assign(dev.gates.load.thresholds.cloudfront, { p95Ms: 600_000 });
      },
      /TAP1001: .*cloudfront\.p95Ms/s,
    ],
    [
      'a gate that the configuration does not know',
      ({ dev }) => {
        Object.assign(dev.gates, { smoke: false });
      },
      /TAP1001: .*smoke/s,
    ],
    [
      'a bake shorter than what alarms look at',
      ({ dev }) => {
        Object.assign(dev.alarms, { periodSeconds: 300, evaluationPeriods: 4 });
      },
      /TAP1009/,
    ],
    [
      'more data points to alarm than periods',
      ({ dev }) => {
        dev.alarms.datapointsToAlarm = 4;
      },
      /TAP1008: .*datapointsToAlarm/s,
    ],
    [
      'a warning that comes after the critical level',
      ({ dev }) => {
        dev.alarms.thresholds.serviceCpuPercent = { warning: 95, critical: 95 };
      },
      /TAP1008: .*serviceCpuPercent\.warning/s,
    ],
    [
      'an alarm at more than all',
      ({ dev }) => {
        dev.alarms.thresholds.apiServerErrorPercent = { warning: 80, critical: 185 };
      },
      /TAP1001: .*apiServerErrorPercent\.critical/s,
    ],
    [
      'production in two zones',
      ({ production }) => {
        Object.assign(production.network, { availabilityZones: 2, natGateways: 2 });
      },
      /TAP1014: .*availabilityZones/s,
    ],
    [
      'a production database that can be deleted',
      ({ production }) => {
        production.database.deletionProtection = false;
      },
      /TAP1014: .*deletionProtection/s,
    ],
    [
      'production without the cache of answers',
      ({ production }) => {
        Object.assign(production.api, { cacheClusterSizeGb: undefined });
      },
      /TAP1014: .*cache/s,
    ],
    // Floors of production.
    [
      'production with a p95 that shoppers leave at',
      ({ production }) => {
        Object.assign(production.gates.load.thresholds.api, { p95Ms: 2_500 });
      },
      /TAP1081: .*api\.p95Ms.* is too loose for production/s,
    ],
    [
      'production with one answer in twenty wrong',
      ({ production }) => {
        Object.assign(production.gates.load.thresholds.api, { maxErrorRate: 0.05 });
      },
      /TAP1081: .*api\.maxErrorRate.* is too loose for production/s,
    ],
    [
      'production with hardly a bake',
      ({ production }) => {
        Object.assign(production.alarms, { evaluationPeriods: 1, datapointsToAlarm: 1 });
        production.gates.bakeMinutes = 4;
      },
      /TAP1081: .*bakeMinutes.* is too loose for production/s,
    ],
    [
      'production that nobody approves',
      ({ production }) => {
        Object.assign(production, { promotion: undefined });
      },
      /TAP1082: .*promotion/s,
    ],
    [
      'production before the environments that try a commit',
      ({ data }) => void data.environments.reverse(),
      /TAP1085: environments\[1\]\.production: false is entered after "Prod"/,
    ],
    [
      'production beside what tries a commit for it',
      ({ data, production }) => {
        for (const environment of data.environments.slice(-2)) {
          Object.assign(environment, { wave: 'All', promotion: production.promotion });
        }
      },
      /TAP1085: environments\[1\]\.production: false is entered in one wave with "Prod"/,
    ],
    [
      'an alarm of production that looks at half an hour',
      ({ production }) => {
        Object.assign(production.alarms, { evaluationPeriods: 30 });
        production.gates.bakeMinutes = 60;
      },
      /TAP1083: .*evaluationPeriods/s,
    ],
    [
      'an alarm of production at one error in seven',
      ({ production }) => {
        production.alarms.thresholds.apiServerErrorPercent = { warning: 1, critical: 15 };
      },
      /TAP1083: .*apiServerErrorPercent\.critical/s,
    ],
    [
      'production with a load that only shows that the shop answers',
      (synth) => {
        synth.productionProfile = 'smoke';
      },
      /TAP2073: Prod: gates\.load\.profile is "smoke"/,
    ],
    [
      'a variable for an environment that there is none of',
      ({ variables }) => {
        variables.TAP_NOWHERE_MAX_TASKS = '4';
      },
      /TAP_NOWHERE_MAX_TASKS/,
    ],
    // Load tests.
    [
      'a journey that there is none of',
      ({ load }) => {
        load.journey = 'nowhere';
      },
      /TAP2013: Dev: gates\.load\.journey is "nowhere"/,
    ],
    [
      'a profile that there is none of',
      ({ load }) => {
        load.profile = 'nowhere';
      },
      /TAP2013: Dev: gates\.load\.profile is "nowhere"/,
    ],
    [
      'a service whose journey there is none of',
      ({ journeysOfServices }) => {
        journeysOfServices.push('nowhere');
      },
      /TAP2013: lib\/config\/services\.ts: shop\.journeys\[2\] is "nowhere"/,
    ],
    [
      'a profile that ends where it first breaks',
      ({ load }) => {
        load.profile = 'breakpoint';
      },
      /TAP2014: .*stopAtFirstBreach/,
    ],
    [
      'a profile that is over before alarms can fire',
      ({ load }) => {
        load.profile = 'smoke';
      },
      /"smoke"/,
    ],
  ]),
  ...neighbours('synth', [
    ['all is well', () => undefined],
    [
      'limits tighter than the shipped ones',
      ({ dev, production }) => {
        for (const { gates } of [dev, production])
          Object.assign(gates.load.thresholds.api, { p95Ms: 300, maxErrorRate: 0.005 });
      },
    ],
    [
      'production in two places that are entered together',
      ({ data, production }) => {
        const { network } = production;
        const other = { ...production, name: 'Far', network: { ...network, cidr: '10.90.0.0/16' }, wave: 'Shops' };
        Object.assign(production, { wave: 'Shops' });
        data.environments.push(other);
      },
    ],
    [
      'a longer bake',
      ({ production }) => {
        production.gates.bakeMinutes = 20;
      },
    ],
    [
      'variables that say where to deploy',
      ({ variables }) => {
        variables.CDK_DEFAULT_REGION = 'us-east-1';
      },
    ],
  ]),
];
