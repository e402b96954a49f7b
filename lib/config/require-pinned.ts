import { CodedError } from '@delivery/coded-error';
import { type ChangeRule, ruleAt } from './changing';
import { type Pin, type Pinned, pinName } from './pin';
import { type Fixture, fixturesOfEnvironment, fixturesOfPipeline } from './pinned-values';
import type { DeliveryConfiguration, EnvironmentConfiguration } from './schema';
import { shortened } from './shortened';

/**
 * That nothing changes which the first deployment fixed. Of an environment that is not pinned, nothing is refused.
 *
 * @throws CodedError TAP1091 if a fixed value is another than pinned, TAP1093 if another application is pinned, TAP1094 if an
 * environment is pinned that is no longer configured
 */
export function requirePinned(configuration: DeliveryConfiguration, pin: Pin | undefined): void {
  if (pin === undefined) return;
  requireApplication(configuration, pin);
  requireValues({ where: 'pipeline', rules: 'pipeline' }, fixturesOfPipeline, configuration.pipeline, pin.pipeline);
  for (const [index, environment] of configuration.environments.entries()) {
    const pinned = pin.environments[environment.name];
    if (pinned) requireEnvironment(`environments[${index}]`, environment, pinned);
  }
  requireEnvironments(configuration, pin);
}

/** @throws CodedError TAP1093 */
export function requireApplication({ application }: DeliveryConfiguration, pin: Pin): void {
  if (pin.application === application) return;
  throw new CodedError(
    'TAP1093',
    `application: ${JSON.stringify(application)} is not the pinned ${JSON.stringify(pin.application)} (${pinName}); ${wayOut('application')}; a copy that was never deployed deletes the file`,
  );
}

/**
 * @param where the environment's place, for the message
 * @throws CodedError TAP1091
 */
export function requireEnvironment(where: string, environment: EnvironmentConfiguration, pinned: Pinned): void {
  requireValues({ where, rules: 'environments[]' }, fixturesOfEnvironment, environment, pinned);
}

function requireValues<Settings>(
  { where, rules }: { readonly where: string; readonly rules: 'pipeline' | 'environments[]' },
  fixtures: readonly Fixture<Settings>[],
  settings: Settings,
  { values }: Pinned,
): void {
  for (const { place, of, allows } of fixtures) {
    const pinned = values[place];
    if (pinned === undefined || allows(pinned, settings)) continue;
    const received = shortened(JSON.stringify(of(settings)));
    throw new CodedError(
      'TAP1091',
      `${where}.${place}: ${received} can't follow the pinned ${JSON.stringify(pinned)} (${pinName}); ${wayOut(`${rules}.${place}`)}`,
    );
  }
}

/** What a rule says about a change that does not go. */
function wayOut(place: string): string {
  const rule = ruleAt(place) as Exclude<ChangeRule, { kind: 'changeable' }>;
  const allowed = rule.kind === 'stepwise' ? `; what goes is ${rule.allowed}` : '';
  return `${rule.why}${allowed}; instead: ${rule.instead}`;
}

function requireEnvironments({ environments }: DeliveryConfiguration, pin: Pin): void {
  const gone = Object.keys(pin.environments).find((name) =>
    environments.every((environment) => environment.name !== name),
  );
  if (gone === undefined) return;
  throw new CodedError(
    'TAP1094',
    `environments: "${gone}" is pinned (${pinName}) and no longer configured: its stacks would stay, and be updated no more; take it back, or say what becomes of them: npm run pin -- --removed ${gone} before npm run teardown, or npm run pin -- --renamed ${gone}=NAME if another environment is to take its place`,
  );
}
