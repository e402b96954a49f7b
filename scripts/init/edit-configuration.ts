import { isDeepStrictEqual } from 'node:util';
import type { ObjectExpression } from '@swc/core';
import type { DeliveryData } from '../../lib/config';
import { SourceText } from './source-text';

type Environment = DeliveryData['environments'][number];
type Alarms = Environment['alarms'];

/** What the questions ask for of an environment's alarms. */
const ofAlarms = ['subscriptions', 'runbooks'] as const;

/**
 * The text of the team's file with other values, each written where its predecessor stands: what all environments share into
 * what they take over, what one has alone into that one.
 *
 * It knows the structure that the file was shipped with, and plain objects. Whether the result says what it should is for the
 * caller to look at: a file may be built in any way.
 */
export function editConfiguration(text: string, before: DeliveryData, after: DeliveryData): string {
  const source = new SourceText(text);
  const delivery = source.constant('deliveryData');
  if (!delivery) return text;
  if (before.application !== after.application) source.set(delivery, 'application', literal(after.application));
  const pipeline = source.object(source.own(delivery, 'pipeline'));
  if (pipeline) editPipeline(source, pipeline, before.pipeline, after.pipeline);
  const environments = source.elements(source.own(delivery, 'environments'));
  if (environments.length !== after.environments.length || environments.some((one) => one === undefined)) return text;
  const objects = environments as readonly ObjectExpression[];
  for (const [index, object] of objects.entries()) {
    setAccount(source, object, before.environments[index]?.account, after.environments[index]?.account);
    setNotifications(source, object, before.environments[index], after.environments[index]);
    setApplicationTag(source, object, before.environments[index]?.tags, after.environments[index]?.tags);
  }
  editRegions(source, objects, before.environments, after.environments);
  editAlarms(source, objects, before.environments, after.environments);
  return source.toString();
}

function literal(value: unknown): string {
  return JSON.stringify(value);
}

function setAccount(source: SourceText, object: ObjectExpression, before?: string, after?: string): void {
  if (before === after) return;
  if (after === undefined) source.remove(object, 'account');
  else source.set(object, 'account', literal(after), 'name');
}

type Tags = Environment['tags'];

function setApplicationTag(source: SourceText, object: ObjectExpression, before?: Tags, after?: Tags): void {
  if (before?.application === after?.application) return;
  const tags = source.object(source.own(object, 'tags'));
  if (tags) source.set(tags, 'application', literal(after?.application));
}

function setNotifications(
  source: SourceText,
  object: ObjectExpression,
  before?: Environment,
  after?: Environment,
): void {
  if (isDeepStrictEqual(before?.notifications, after?.notifications)) return;
  const own = source.object(source.own(object, 'notifications'));
  if (own) source.set(own, 'failures', literal(after?.notifications?.failures));
  else source.set(object, 'notifications', literal(after?.notifications));
}

function editPipeline(
  source: SourceText,
  object: ObjectExpression,
  before: DeliveryData['pipeline'],
  after: DeliveryData['pipeline'],
): void {
  // What is new stands behind the region: two edits of one property would meet.
  if (before.region !== after.region) source.set(object, 'region', literal(after.region));
  if (before.account !== after.account) {
    if (after.account === undefined) source.remove(object, 'account');
    else source.set(object, 'account', literal(after.account), 'region');
  }
  editSource(source, object, before.source, after.source);
  setApplicationTag(source, object, before.tags, after.tags);
  if (isDeepStrictEqual(before.notifications, after.notifications)) return;
  const notifications = source.object(source.own(object, 'notifications'));
  if (!notifications) return;
  for (const key of ['approvals', 'failures'] as const) {
    if (isDeepStrictEqual(before.notifications[key], after.notifications[key])) continue;
    source.set(notifications, key, literal(after.notifications[key]));
  }
}

/** Of another kind it is written anew; of the same kind each field that differs. */
function editSource(
  source: SourceText,
  pipeline: ObjectExpression,
  before: DeliveryData['pipeline']['source'],
  after: DeliveryData['pipeline']['source'],
): void {
  const object = source.object(source.own(pipeline, 'source'));
  if (before.kind !== after.kind || !object) {
    if (!isDeepStrictEqual(before, after)) source.set(pipeline, 'source', literal(after));
    return;
  }
  const old: Readonly<Record<string, unknown>> = before;
  for (const [key, value] of Object.entries(after)) {
    if (old[key] !== value) source.set(object, key, literal(value));
  }
}

/** The object that every environment takes over, if none says the property itself and all are to have the same. */
function shared(
  source: SourceText,
  objects: readonly ObjectExpression[],
  key: string,
  values: readonly unknown[],
): ObjectExpression | undefined {
  const spreads = objects.map((object) => source.spread(object)?.object);
  const [first] = spreads;
  const one =
    spreads.every((spread) => spread === first) && values.every((value) => isDeepStrictEqual(value, values[0]));
  return one && objects.every((object) => source.own(object, key) === undefined) ? first : undefined;
}

function editRegions(
  source: SourceText,
  objects: readonly ObjectExpression[],
  before: readonly Environment[],
  after: readonly Environment[],
): void {
  const regions = after.map(({ region }) => region);
  if (before.every(({ region }, index) => region === regions[index])) return;
  const base = shared(source, objects, 'region', regions);
  if (base) {
    source.set(base, 'region', literal(regions[0]));
    return;
  }
  for (const [index, object] of objects.entries()) {
    const region = regions[index];
    if (before[index]?.region !== region) source.set(object, 'region', literal(region), 'name');
  }
}

function editAlarms(
  source: SourceText,
  objects: readonly ObjectExpression[],
  before: readonly Environment[],
  after: readonly Environment[],
): void {
  const changes = after.map(({ alarms }, index) => changesOf(before[index]?.alarms, alarms));
  const base = sharedAlarms(source, objects, after);
  if (base) {
    for (const [key, value] of Object.entries(changes.find((one) => Object.keys(one).length > 0) ?? {})) {
      source.set(base, key, literal(value));
    }
    return;
  }
  for (const [index, object] of objects.entries()) setAlarms(source, object, changes[index] ?? {});
}

function changesOf(before: Alarms | undefined, after: Alarms): Partial<Alarms> {
  const changed = ofAlarms.filter((key) => !isDeepStrictEqual(before?.[key], after[key]));
  return Object.fromEntries(changed.map((key) => [key, after[key]]));
}

/** The alarms that all take over, if no environment says for itself what the questions ask for, and all are to have the same. */
function sharedAlarms(
  source: SourceText,
  objects: readonly ObjectExpression[],
  after: readonly Environment[],
): ObjectExpression | undefined {
  const [first] = objects.map((object) => source.spread(object)?.object);
  if (!first || objects.some((object) => source.spread(object)?.object !== first)) return undefined;
  const same = ofAlarms.every((key) =>
    after.every(({ alarms }) => isDeepStrictEqual(alarms[key], after[0]?.alarms[key])),
  );
  const says = objects.some((object) => {
    const alarms = source.object(source.own(object, 'alarms'));
    return alarms && ofAlarms.some((key) => source.own(alarms, key) !== undefined);
  });
  return same && !says ? source.object(source.own(first, 'alarms')) : undefined;
}

function setAlarms(source: SourceText, object: ObjectExpression, changes: Partial<Alarms>): void {
  const entries = Object.entries(changes);
  if (entries.length === 0) return;
  const own = source.own(object, 'alarms');
  const alarms = own?.type === 'ObjectExpression' ? own : undefined;
  if (alarms) {
    for (const [key, value] of entries) source.set(alarms, key, literal(value));
    return;
  }
  const taken = own ? source.textOf(own) : `${source.spread(object)?.name}.alarms`;
  const said = entries.map(([key, value]) => `${key}: ${literal(value)}`);
  source.set(object, 'alarms', `{ ...${taken}, ${said.join(', ')} }`);
}
