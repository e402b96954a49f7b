import { fail } from './fail';
import { productionFloors as floors } from './production-floors';
import type { EnvironmentConfiguration } from './schema';
import { wavesOf } from './waves';

/**
 * What a production environment must have, and how strict its gates are at least.
 *
 * @param where the environment's place, such as `environments[2]`
 * @throws CodedError TAP1014 if it lacks a part, TAP1081 if a gate is looser than allowed, TAP1082 if nobody approves what goes
 * there, TAP1083 if an alarm that a gate judges is looser
 */
export function checkProduction(where: string, environment: EnvironmentConfiguration): void {
  if (!environment.production) return;
  checkParts(where, environment);
  checkGates(where, environment);
  checkApproval(where, environment);
  checkAlarms(where, environment);
}

/**
 * That a commit enters production last: what comes beside it or after it could stop nothing there.
 *
 * @throws CodedError TAP1085
 */
export function checkProductionLast(environments: readonly EnvironmentConfiguration[]): void {
  const waves = wavesOf(environments).map((wave) => wave.environments);
  const entered = waves.findIndex((members) => members.some(({ production }) => production));
  const production = waves[entered]?.find((member) => member.production);
  const late =
    production &&
    waves
      .slice(entered)
      .flat()
      .find((member) => !member.production);
  if (late === undefined) return;
  const when = waves[entered]?.includes(late) ? 'in one wave with' : 'after';
  fail(
    'TAP1085',
    `environments[${environments.indexOf(late)}].production`,
    false,
    `is entered ${when} "${production?.name}", which is production, and could stop nothing there; allowed is production after all others: put "${late.name}" before it, in no wave of it`,
  );
}

function checkParts(where: string, { network, database, api }: EnvironmentConfiguration): void {
  if (network.availabilityZones !== 3 || network.natGateways !== 3) {
    fail('TAP1014', `${where}.network`, network, 'is not enough for production: 3 zones, each with its NAT gateway');
  }
  if (!database.deletionProtection) {
    fail('TAP1014', `${where}.database.deletionProtection`, false, 'is not allowed in production');
  }
  if (api.cacheClusterSizeGb === undefined) {
    fail('TAP1014', `${where}.api.cacheClusterSizeGb`, null, 'is missing: production has a response cache');
  }
}

function checkGates(where: string, { gates }: EnvironmentConfiguration): void {
  for (const [door, thresholds] of Object.entries(gates.load.thresholds)) {
    for (const name of ['p95Ms', 'maxErrorRate'] as const) {
      const place = `${where}.gates.load.thresholds.${door}.${name}`;
      atMost('TAP1081', place, thresholds[name], floors.thresholds[name]);
    }
  }
  if (gates.bakeMinutes < floors.bakeMinutes) {
    fail('TAP1081', `${where}.gates.bakeMinutes`, gates.bakeMinutes, allowed('at least', floors.bakeMinutes));
  }
}

function checkApproval(where: string, { promotion }: EnvironmentConfiguration): void {
  if (promotion !== undefined) return;
  const rule =
    'is missing: nothing goes to production unless a person approves, so write { approval: true, timeoutHours: 72 }';
  fail('TAP1082', `${where}.promotion`, null, rule);
}

function checkAlarms(where: string, { alarms }: EnvironmentConfiguration): void {
  const windowSeconds = alarms.periodSeconds * alarms.evaluationPeriods;
  if (windowSeconds > floors.alarms.windowSeconds) {
    const rule = `times ${alarms.periodSeconds} s ${allowed('at most', floors.alarms.windowSeconds)}`;
    fail('TAP1083', `${where}.alarms.evaluationPeriods`, alarms.evaluationPeriods, rule);
  }
  for (const [name, most] of Object.entries(floors.alarms.critical)) {
    const { critical } = alarms.thresholds[name as keyof typeof floors.alarms.critical];
    atMost('TAP1083', `${where}.alarms.thresholds.${name}.critical`, critical, most);
  }
}

function atMost(code: string, where: string, received: number, most: number): void {
  if (received > most) fail(code, where, received, allowed('at most', most));
}

function allowed(limit: 'at least' | 'at most', value: number): string {
  return `is too loose for production: ${limit} ${value} is allowed (lib/config/production-floors.ts)`;
}
