import { type Case, neighbours, sabotages, variants } from '../case';

const why = 'a reason of more than twenty characters';

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
    // Acknowledgements.
    [
      'a finding is not acknowledged',
      ({ accepted }) => {
        accepted.delete('S1');
      },
      /server access logs/i,
    ],
    [
      'an acknowledgement at the app hides a rule everywhere',
      (synth) => {
        synth.accepted.delete('S1');
        synth.accept(synth.app, 'S1', why);
      },
      /TAP1814: .* at the app stands above what it accepts/,
    ],
    [
      'an acknowledgement at the app of another check',
      (synth) => synth.acceptId(synth.app, 'CloudFormation Validate::E3012', why),
      /TAP1814: .* would hide its rule in every resource below/,
    ],
    [
      'an acknowledgement beside its finding',
      (synth) => {
        synth.accepted.delete('S1');
        synth.accept(synth.sibling, 'S1', why);
      },
      /TAP1813: .*Sibling acknowledges nothing here/,
    ],
    [
      'an acknowledgement without the name of its check',
      (synth) => synth.acceptId(synth.bucket, 'AwsSolutions-S1', why),
      /TAP1811: .* would hide the finding/,
    ],
    [
      'an acknowledgement of every wildcard',
      (synth) => {
        synth.letRoleSeeAll();
        synth.accept(synth.role, 'IAM5', why);
      },
      /TAP1812: .* names no finding of its rule/,
    ],
    [
      'a reason that is none',
      ({ accepted }) => {
        accepted.set('S1', 'because');
      },
      /TAP1815: .* has "because" for a reason/,
    ],
    [
      'an acknowledgement where earlier versions kept it',
      ({ resource }) => resource.addMetadata('cdk_nag', { rules_to_suppress: [] }),
      /TAP1816: The metadata "cdk_nag"/,
    ],
    [
      'a warning was silenced at the app without a reason',
      (synth) => {
        synth.silence(synth.app, 'acknowledgeWarning');
        synth.warn(synth.sibling);
      },
      /TAP1817: The acknowledgement "Annotation::library:warning" at the app was made by acknowledgeWarning/,
    ],
    [
      'a warning acknowledged around what warns',
      (synth) => {
        synth.acceptId(synth.around, 'library:warning', why);
        synth.warn(synth.sibling);
      },
      /TAP1814: .*"Annotation::library:warning" at Any\/Stack\/Around stands above .* put it at Any\/Stack\/Around\/Sibling,/,
    ],
    [
      'an acknowledged warning that is not recorded',
      (synth) => {
        synth.warn(synth.sibling);
        synth.acceptId(synth.sibling, 'library:warning', why);
      },
      /TAP2071: .*\n\s+Annotation::library:warning: 1 acknowledged, 0 recorded/,
    ],
    [
      "an error of the CDK's validation acknowledged around the resource",
      (synth) => {
        synth.addWrongParameter();
        synth.acceptId(synth.around, 'CloudFormation-Validate::F3012', why);
        synth.recordAlso('F3012');
      },
      /TAP2075: .*\n\s+F3012 of CloudFormation Validate: acknowledged at Any\/Stack\/Around, found at Any\/Stack\/Around\/Wrong/,
    ],
    [
      'one acknowledgement more than is recorded',
      (synth) => {
        synth.letRoleSeeAll();
        synth.accept(synth.role, 'IAM5[Resource::*]', why);
      },
      /TAP2071: .*\n\s+AwsSolutions-IAM5: 1 acknowledged, 0 recorded/,
    ],
    [
      'a record of acknowledgements that is none',
      (synth) => {
        synth.recorded = '[]';
      },
      /TAP2072: .*received \[\]/,
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
    // Alarms that every environment has.
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
      'an alarm that must count is asked for no data',
      (synth) => synth.changeAlarms('-unhealthy-targets', { feed: 'none', reason: why }),
      /TAP2074: Dev: unhealthy targets: no alarm .* is asked for data/,
    ],
  ]),
  ...variants('synth', [
    [
      'a library silenced its own warning after the fact',
      (synth) => {
        synth.warn(synth.sibling);
        synth.silence(synth.sibling, 'acknowledgeWarning');
      },
      /TAP1817: .* at Any\/Stack\/Around\/Sibling was made by/,
    ],
    [
      'a warning was silenced as if it were only information',
      (synth) => {
        synth.silence(synth.around, 'acknowledgeInfo');
        synth.warn(synth.sibling);
      },
      /TAP1817: .* at Any\/Stack\/Around was made by/,
    ],
    [
      'an acknowledgement of a warning that nothing gives',
      (synth) => synth.acceptId(synth.sibling, 'library:warning', why),
      /TAP1813: .*"Annotation::library:warning" at .*Sibling acknowledges nothing here/,
    ],
  ]),
  ...neighbours('synth', [
    ['all is well', () => undefined],
    [
      'an acknowledgement at the resource itself',
      (synth) => {
        synth.accepted.delete('S1');
        synth.accept(synth.resource, 'S1', why);
      },
    ],
    [
      "a role's finding, acknowledged at the role",
      (synth) => {
        synth.letRoleSeeAll();
        synth.accept(synth.role, 'IAM5[Resource::*]', why);
        synth.recorded = JSON.stringify({ 'AwsSolutions-IAM5': 1, 'AwsSolutions-S1': 1, 'AwsSolutions-S10': 1 });
      },
    ],
    [
      'a warning, acknowledged where it is given',
      (synth) => {
        synth.acceptId(synth.sibling, 'library:warning', why);
        synth.warn(synth.sibling);
        synth.recordAlso('Annotation::library:warning');
      },
    ],
    [
      "an error of the CDK's validation, acknowledged at its resource",
      (synth) => {
        synth.acceptId(synth.addWrongParameter(), 'CloudFormation-Validate::F3012', why);
        synth.recordAlso('F3012');
      },
    ],
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
      'a capacity alarm counts only after the load',
      (synth) => synth.changeAlarms('-memory', { part: 'after the load', reason: why }),
    ],
    [
      'variables that say where to deploy',
      ({ variables }) => {
        variables.CDK_DEFAULT_REGION = 'us-east-1';
      },
    ],
  ]),
];
