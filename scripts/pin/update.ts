import { isDeepStrictEqual } from 'node:util';
import { CodedError } from '@delivery/coded-error';
import { nearest } from '@delivery/coded-error/nearest';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import type { DeliveryConfiguration } from '../../lib/config';
import { type Pin, type Pinned, pinName, type Removed } from '../../lib/config/pin';
import { fixturesOfEnvironment, fixturesOfPipeline, valuesOf } from '../../lib/config/pinned-values';
import { requireApplication, requireEnvironment, requirePinned } from '../../lib/config/require-pinned';
import type { AssemblyStack } from '../build/assembly';
import { holdingsOf, requirePinnedStacks } from '../build/pinned-stacks';

/** What somebody says of what is deployed. */
export interface PinOrder {
  /** Environments to pin; none: all that are configured. */
  readonly names: readonly string[];
  /** Environments, stacks (`Dev-Mail`) or resources (`Dev-Data/Cluster`) that are no longer there. */
  readonly removed: readonly string[];
  /** Those that have another name, with that name. */
  readonly renamed: readonly { readonly name: string; readonly became: string }[];
}

/** What is configured and synthesized now. */
export interface Now {
  readonly configuration: DeliveryConfiguration;
  readonly stacks: readonly AssemblyStack[];
}

export interface UpdatedPin {
  readonly pin: Pin;
  /** What was done, a line for each. */
  readonly said: readonly string[];
}

/**
 * The pin after an order: what is said to be gone or renamed stands apart, and what may have moved on has.
 *
 * @throws CodedError TAP2143 if a name is none of what is pinned or configured, TAP2144 for a rename and a change at once, and those
 * of the checks: a pin follows no change that can't be deployed
 */
export function updatePin(before: Pin | undefined, now: Now, order: PinOrder): UpdatedPin {
  const { configuration } = now;
  if (before) requireApplication(configuration, before);
  const pin = before ? (JSON.parse(JSON.stringify(before)) as Pin) : emptyPin(configuration);
  const gone = [...order.removed.map((name) => ({ name })), ...order.renamed];
  const said = gone.map((one) => letGo(pin, now, one));
  requirePinned(configuration, pin);
  requirePinnedStacks(now.stacks, pin);

  const configured = configuration.environments.map(({ name }) => name);
  // One that was taken down and is still configured is pinned again once it is deployed again.
  const names = order.names.length > 0 ? order.names : configured.filter((name) => !order.removed.includes(name));
  for (const name of names) {
    if (!configured.includes(name)) refuseName(name, `is no environment of lib/config/environments.ts`, configured);
  }
  pin.pipeline = pinnedPipeline(now);
  const renamed = order.renamed.map(({ became }) => became);
  for (const environment of configuration.environments) {
    const { name } = environment;
    if (!names.includes(name) && !renamed.includes(name)) continue;
    const next = {
      values: valuesOf(fixturesOfEnvironment, environment),
      stacks: holdingsOf(now.stacks.filter(({ stage }) => stage === name)),
    };
    said.push(`${name}: ${whatChanges(pin.environments[name], next)}`);
    pin.environments[name] = next;
  }
  return { pin, said };
}

function emptyPin({ application }: DeliveryConfiguration): Pin {
  return { version: 1, application, pipeline: { values: {}, stacks: {} }, environments: {}, removed: [] };
}

function pinnedPipeline({ configuration, stacks }: Now): Pinned {
  return {
    values: valuesOf(fixturesOfPipeline, configuration.pipeline),
    stacks: holdingsOf(stacks.filter(({ stage }) => stage === undefined)),
  };
}

function whatChanges(before: Pinned | undefined, next: Pinned): string {
  if (before === undefined) return 'pinned';
  const moved = Object.entries(next.values)
    .filter(([place, value]) => !isDeepStrictEqual(before.values[place], value))
    .map(([place, value]) => `${place} ${JSON.stringify(before.values[place] ?? null)} -> ${JSON.stringify(value)}`);
  if (moved.length > 0) return `moved on: ${moved.join(', ')}`;
  return isDeepStrictEqual(before, next) ? 'is as it was pinned' : 'has further stacks or data, pinned with it';
}

interface Gone {
  readonly name: string;
  readonly became?: string;
}

/** Takes what is gone out of the pin, and writes down that it was there. */
function letGo(pin: Pin, now: Now, gone: Gone): string {
  const left = environmentGone(pin, now, gone) ?? resourceGone(pin, now, gone) ?? stackGone(pin, now, gone);
  if (left === undefined) refuseName(gone.name, `is nothing that is pinned in ${pinName}`, pinnedNames(pin));
  pin.removed.push({ ...gone, ...left });
  const what = gone.became === undefined ? 'is no longer pinned' : `is ${gone.became} now`;
  const stay = `as deployed before ${left.stacks.length === 1 ? 'stays' : 'stay'} until somebody takes what is left down`;
  return `${gone.name}: ${what}; ${left.stacks.join(', ')} ${stay}${left.values ? `: ${teardownOf(gone.name, left.values)}` : ''}`;
}

/** Of one that is no longer configured; of another one the name suffices. */
function teardownOf(name: string, { account, region }: Pinned['values']): string {
  return `npm run teardown -- ${name} --account ${account ?? 'ACCOUNT'} --region ${region}`;
}

/** What stands where something was taken out of the pin. */
type Left = Pick<Removed, 'stacks' | 'values'>;

function environmentGone(pin: Pin, { configuration }: Now, { name, became }: Gone): Left | undefined {
  const pinned = pin.environments[name];
  if (pinned === undefined) return undefined;
  if (became !== undefined) {
    const names = configuration.environments.map((environment) => environment.name);
    if (names.includes(name)) refuseStill(name, 'configured: take its entry out first');
    const next = configuration.environments.find((environment) => environment.name === became);
    requireSame(name, next ?? refuseName(became, 'is no environment of lib/config/environments.ts', names), pinned);
  }
  delete pin.environments[name];
  return { stacks: Object.keys(pinned.stacks), values: pinned.values };
}

/** @throws CodedError TAP2144 */
function requireSame(name: string, next: DeliveryConfiguration['environments'][number], pinned: Pinned): void {
  try {
    requireEnvironment(`environment ${next.name}`, next, pinned);
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause;
    throw new CodedError(
      'TAP2144',
      `--renamed ${name}=${next.name}: a rename and a change at once, of which nobody could say later what became of what; rename alone, and change it in a commit of its own, or say --removed ${name}. ${cause.message}`,
      { cause },
    );
  }
}

function stackGone(pin: Pin, { stacks }: Now, { name, became }: Gone): Left | undefined {
  const owner = ownersIn(pin).find((pinned) => pinned.stacks[name] !== undefined);
  if (owner === undefined) return undefined;
  const names = stacks.map((stack) => stack.name);
  if (names.includes(name)) refuseStill(name, 'synthesized: take it out first');
  if (became !== undefined && !names.includes(became)) refuseName(became, 'is no stack that is synthesized', names);
  delete owner.stacks[name];
  return { stacks: [name] };
}

function resourceGone(pin: Pin, { stacks }: Now, { name, became }: Gone): Left | undefined {
  const [stack = '', id = ''] = name.split('/');
  const holdings = ownersIn(pin).find((pinned) => pinned.stacks[stack]?.[id] !== undefined)?.stacks[stack];
  if (holdings === undefined) return undefined;
  const there = holdingsOf(stacks.filter((one) => one.name === stack))[stack] ?? {};
  if (there[id] === holdings[id]) refuseStill(name, 'synthesized: take it out first');
  if (became !== undefined && there[became] !== holdings[id]) {
    refuseName(became, `is no ${holdings[id]} of ${stack}`, Object.keys(there));
  }
  delete holdings[id];
  return { stacks: [stack] };
}

function ownersIn(pin: Pin): readonly Pinned[] {
  return [pin.pipeline, ...Object.values(pin.environments)];
}

/** Everything that can be said to be gone. */
function pinnedNames(pin: Pin): readonly string[] {
  const ofStacks = ownersIn(pin).flatMap(({ stacks }) =>
    Object.entries(stacks).flatMap(([stack, holdings]) => [
      stack,
      ...Object.keys(holdings).map((id) => `${stack}/${id}`),
    ]),
  );
  return [...Object.keys(pin.environments), ...ofStacks];
}

function refuseName(name: string, why: string, known: readonly string[]): never {
  const hint = known.length === 0 ? '' : `; did you mean "${nearest(name, known)}"?`;
  throw new RunError('TAP2143', exitCodes.wrongUse, `"${name}" ${why}${hint}`);
}

function refuseStill(name: string, why: string): never {
  throw new RunError('TAP2143', exitCodes.wrongUse, `"${name}" is still ${why}`);
}
