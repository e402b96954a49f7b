import type { Pin } from '../../../lib/config/pin';
import type { AssemblyStack } from '../../../scripts/build/assembly';
import { describePins, holdingsOf, requirePinnedStacks } from '../../../scripts/build/pinned-stacks';
import { refusal } from '../../config/edited';
import { stacksOf } from '../../helpers/stacks';

const pinned = (stage: string | undefined) => ({
  values: {},
  stacks: holdingsOf(stacksOf().filter((stack) => stack.stage === stage)),
});

const pin: Pin = {
  version: 1,
  application: 'tap',
  pipeline: pinned(undefined),
  environments: { Dev: pinned('Dev'), Prod: pinned('Prod') },
  removed: [],
};

/** The stacks with another text in place of one, everywhere. */
function rewritten(of: string, by: string): readonly AssemblyStack[] {
  return stacksOf().map((stack) => ({
    ...stack,
    name: stack.name.replace(of, by),
    template: JSON.parse(JSON.stringify(stack.template).replaceAll(of, by)),
  }));
}

const [cluster = ''] = Object.entries(pin.environments.Dev?.stacks['Dev-Data'] ?? {}).flatMap(([id, type]) =>
  type === 'AWS::RDS::DBCluster' ? [id] : [],
);

test('what holds data is known in each stack: databases, buckets, keys, secrets, images, logs', () => {
  const types = new Set(Object.values(holdingsOf(stacksOf())).flatMap((holdings) => Object.values(holdings)));
  expect([...types].sort()).toEqual([
    'AWS::ECR::Repository',
    'AWS::KMS::Key',
    'AWS::Logs::LogGroup',
    'AWS::RDS::DBCluster',
    'AWS::S3::Bucket',
    'AWS::SecretsManager::Secret',
  ]);
});

test('stacks that are as they are pinned pass, and so does everything where nothing is', () => {
  expect(() => requirePinnedStacks(stacksOf(), pin)).not.toThrow();
  expect(() => requirePinnedStacks([], undefined)).not.toThrow();
});

test('a stack that is gone or has another name is refused with both ways out', () => {
  const { code, message } = refusal(() => requirePinnedStacks(rewritten('Dev-Edge', 'Dev-Door'), pin));
  expect(code).toBe('TAP2141');
  expect(message).toMatch(/^TAP2141: stack Dev-Edge: .*--removed Dev-Edge, or .*--renamed Dev-Edge=NAME/);
});

test.each([
  ['another logical id', rewritten(cluster, `${cluster}2`)],
  ['another type under its id', rewritten('AWS::RDS::DBCluster"', 'AWS::RDS::GlobalCluster"')],
])('%s of what holds data is refused with the way to keep it', (_what, stacks) => {
  const { code, message } = refusal(() => requirePinnedStacks(stacks, pin));
  expect(code).toBe('TAP2142');
  expect(message).toContain(`overrideLogicalId('${cluster}')`);
  expect(message).toContain(`--removed Dev-Data/${cluster}`);
});

test('other resources may have other ids, and stacks of what is not pinned other names', () => {
  expect(() => requirePinnedStacks(rewritten('Dashboard', 'Board'), pin)).not.toThrow();
  expect(() => requirePinnedStacks(rewritten('Staging-Edge', 'Staging-Door'), pin)).not.toThrow();
});

test('the synth names the environments that are not pinned, in one line, and says nothing where all are', () => {
  expect(describePins(stacksOf(), undefined)).toMatch(/^Not pinned: Dev, Staging, Prod\. .*npm run pin/);
  expect(describePins(stacksOf(), pin)).toMatch(/^Not pinned: Staging\. [^\n]*$/);
  const whole = { ...pin, environments: { ...pin.environments, Staging: pinned('Staging') } };
  expect(describePins(stacksOf(), whole)).toBeUndefined();
});
