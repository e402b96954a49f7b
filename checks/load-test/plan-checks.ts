import { stagesOf, startRate } from '../../loadtests/lib/arrivals';
import type { Door, DoorLoad } from '../../loadtests/lib/profile';
import { type Check, checkThat } from '../outcome';
import { doorsOf } from './generator';
import { type K6Plan, type PlannedScenario, seconds } from './k6-plan';
import type { LoadRecord } from './load-record';

/**
 * k6 plans the load of the profile, whole: rates, lengths, users and executors are worked out here from the profile once more. A
 * script that asks for half of it is the commit's fault, and no machine's.
 */
export function loadPlanChecks(record: LoadRecord, plan: K6Plan): Check[] {
  const doors = doorsOf(record);
  const strangers = Object.keys(plan.scenarios).filter((name) => !doors.some((door) => door === name));
  const changes = [...plan.changes, ...strangers.map((name) => `a scenario "${name}"`)];
  const others = checkThat(
    "k6 is told of nothing but its doors' scenarios",
    changes.length === 0,
    `The scripts tell k6 of ${changes.join(', ')}, which makes another load than the profile's.`,
  );
  return [others, ...doors.map((door) => doorCheck(door, record, plan))];
}

function doorCheck(door: Door, { profile }: LoadRecord, plan: K6Plan): Check {
  const name = `${door}: k6 plans the load of the profile`;
  const scenario = plan.scenarios[door];
  // That it is missing is said with its thresholds.
  if (scenario === undefined) return { name, status: 'excused', detail: `There is no scenario of ${door}.` };
  const wrong = differences(wanted(door, profile.doors[door]), planned(scenario));
  if (wrong.length === 0) return { name, status: 'passed' };
  return { name, status: 'failed', detail: `k6 plans another load for ${door} than the profile: ${wrong.join(', ')}.` };
}

type Facts = Readonly<Record<string, string | number>>;

function wanted(door: Door, load: DoorLoad): Facts {
  return {
    executor: load.executor,
    function: door,
    'seconds before it begins': 0,
    'arrivals a second': rates(startRate(load), ...stagesOf(load).map((stage) => stage.arrivalsPerSecond)),
    seconds: lengths(...stagesOf(load).map((stage) => stage.seconds)),
    users: load.maxUsers,
  };
}

function planned(scenario: PlannedScenario): Facts {
  const { rate, startRate: first, stages, duration } = scenario;
  const unit = scenario.timeUnit ? seconds(scenario.timeUnit) : 1;
  const targets = stages?.map(({ target }) => target) ?? [rate ?? 0];
  const times = stages?.map((stage) => seconds(stage.duration)) ?? [duration ? seconds(duration) : 0];
  return {
    executor: scenario.executor,
    function: scenario.exec ?? 'default',
    'seconds before it begins': scenario.startTime ? seconds(scenario.startTime) : 0,
    'arrivals a second': rates(...[first ?? rate ?? 0, ...targets].map((target) => target / unit)),
    seconds: lengths(...times),
    users: Math.min(scenario.preAllocatedVUs ?? 0, scenario.maxVUs ?? scenario.preAllocatedVUs ?? 0),
  };
}

function differences(wanted: Facts, planned: Facts): string[] {
  return Object.entries(wanted)
    .filter(([what, value]) => planned[what] !== value)
    .map(([what, value]) => `${what} ${planned[what]} in place of ${value}`);
}

/** k6 takes whole numbers by the minute. */
function rates(...perSecond: readonly number[]): string {
  return perSecond.map((rate) => Math.round(rate * 60) / 60).join(' ');
}

function lengths(...all: readonly number[]): string {
  return all.map((length) => Math.round(length * 1000) / 1000).join(' ');
}
