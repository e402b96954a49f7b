import { concurrentUsers } from './arrivals.ts';
import { type Fields, isFields, show } from './fields.ts';
import {
  type Door,
  type DoorLoad,
  type DoorLoadBase,
  doorNames,
  type Profile,
  type RampingLoad,
  type Stage,
} from './profile.ts';

/**
 * Reads a profile.
 *
 * @param data parsed JSON of a file in `profiles/`
 * @param name the file's name, for messages
 * @throws Error that names the place, what was received and what is allowed
 */
export function parseProfile(data: unknown, name: string): Profile {
  const root = fields(data, name, ['description', 'thinkSeconds', 'doors'], ['stopAtFirstBreach']);
  const doors = fields(root.doors, `${name}.doors`, doorNames, []);
  const description = root.description;
  if (typeof description !== 'string' || description === '') {
    throw new Error(`${name}.description: received ${show(description)}; a sentence is needed`);
  }
  const stopAtFirstBreach = root.stopAtFirstBreach ?? false;
  if (typeof stopAtFirstBreach !== 'boolean') {
    throw new Error(`${name}.stopAtFirstBreach: received ${show(stopAtFirstBreach)}; allowed are true and false`);
  }
  const profile: Profile = {
    description,
    thinkSeconds: positive(root.thinkSeconds, `${name}.thinkSeconds`),
    stopAtFirstBreach,
    doors: {
      cloudfront: doorLoad(doors.cloudfront, `${name}.doors.cloudfront`),
      api: doorLoad(doors.api, `${name}.doors.api`),
    },
  };
  for (const door of doorNames) checkPromise(profile, door, name);
  return profile;
}

function doorLoad(data: unknown, where: string): DoorLoad {
  const shared = ['executor', 'minConcurrentUsers', 'maxUsers'];
  const executor = isFields(data) ? data.executor : undefined;
  if (executor === 'constant-arrival-rate') {
    const load = fields(data, where, [...shared, 'arrivalsPerSecond', 'seconds'], []);
    return {
      executor,
      arrivalsPerSecond: perMinute(positive(load.arrivalsPerSecond, `${where}.arrivalsPerSecond`), where),
      seconds: positive(load.seconds, `${where}.seconds`),
      ...users(load, where),
    };
  }
  if (executor === 'ramping-arrival-rate') {
    const load = fields(data, where, [...shared, 'startArrivalsPerSecond', 'stages'], []);
    if (!Array.isArray(load.stages) || load.stages.length === 0) {
      throw new Error(`${where}.stages: received ${show(load.stages)}; a list of at least one stage is needed`);
    }
    const ramp: RampingLoad = {
      executor,
      startArrivalsPerSecond: perMinute(
        notNegative(load.startArrivalsPerSecond, `${where}.startArrivalsPerSecond`),
        where,
      ),
      stages: load.stages.map((stage: unknown, index) => oneStage(stage, `${where}.stages[${index}]`)),
      ...users(load, where),
    };
    requireArrivals(ramp, where);
    return ramp;
  }
  throw new Error(
    `${where}.executor: received ${show(executor)}; allowed are "constant-arrival-rate" and "ramping-arrival-rate"`,
  );
}

function oneStage(data: unknown, where: string): Stage {
  const stage = fields(data, where, ['seconds', 'arrivalsPerSecond'], []);
  return {
    seconds: positive(stage.seconds, `${where}.seconds`),
    arrivalsPerSecond: perMinute(notNegative(stage.arrivalsPerSecond, `${where}.arrivalsPerSecond`), where),
  };
}

/** k6 ends with the last arrival: a stage after it in which nobody comes would be shorter than it says. */
function requireArrivals({ startArrivalsPerSecond, stages }: RampingLoad, where: string): void {
  const [before, last] = [startArrivalsPerSecond, ...stages.map((stage) => stage.arrivalsPerSecond)].slice(-2);
  if (before !== 0 || last !== 0) return;
  throw new Error(
    `${where}.stages[${stages.length - 1}]: nobody comes in the last stage, from 0 to 0 arrivals a second; leave it out`,
  );
}

function users(load: Fields, where: string): DoorLoadBase {
  return {
    minConcurrentUsers: positive(load.minConcurrentUsers, `${where}.minConcurrentUsers`),
    maxUsers: positive(load.maxUsers, `${where}.maxUsers`),
  };
}

function checkPromise(profile: Profile, door: Door, name: string): void {
  const load = profile.doors[door];
  const reached = concurrentUsers(load, profile.thinkSeconds);
  if (reached < load.minConcurrentUsers) {
    throw new Error(
      `${name}.doors.${door}: arrival rate x ${profile.thinkSeconds} s of thinking gives ${reached} users at once; ` +
        `minConcurrentUsers promises ${load.minConcurrentUsers}: raise the rate or the time`,
    );
  }
  if (load.maxUsers < reached) {
    throw new Error(`${name}.doors.${door}.maxUsers: received ${load.maxUsers}; the load needs at least ${reached}`);
  }
}

/** k6 takes whole numbers only, so rates are handed to it by the minute. */
function perMinute(arrivalsPerSecond: number, where: string): number {
  if (Math.abs(arrivalsPerSecond * 60 - Math.round(arrivalsPerSecond * 60)) > 1e-9) {
    throw new Error(`${where}: ${arrivalsPerSecond} arrivals a second are not a whole number of arrivals a minute`);
  }
  return arrivalsPerSecond;
}

function fields(data: unknown, where: string, required: readonly string[], optional: readonly string[]): Fields {
  if (!isFields(data)) throw new Error(`${where}: received ${show(data)}; an object is needed`);
  const missing = required.filter((key) => !(key in data));
  if (missing.length > 0) throw new Error(`${where}: ${missing.join(', ')} missing`);
  const unknown = Object.keys(data).filter((key) => !required.includes(key) && !optional.includes(key));
  if (unknown.length > 0) {
    throw new Error(
      `${where}: unknown key ${unknown.join(', ')}; allowed are ${[...required, ...optional].join(', ')}`,
    );
  }
  return data;
}

function positive(value: unknown, where: string): number {
  const number = notNegative(value, where);
  if (number === 0) throw new Error(`${where}: received 0; a number above 0 is needed`);
  return number;
}

function notNegative(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${where}: received ${show(value)}; a number, 0 or more, is needed`);
}
