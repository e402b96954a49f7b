import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeliveryConfiguration, type DeliveryData, parseConfiguration } from '../../lib/config';
import { type ChangeRule, changeRules, type Effect } from '../../lib/config/changing';
import { deliverySchema } from '../../lib/config/schema';
import { type AssemblyStack, readAssembly } from '../../scripts/build/assembly';
import { differencesBetween, type StackChange } from '../../scripts/compatibility/differences';
import { updatePin } from '../../scripts/pin/update';
import { synthesize } from '../helpers/synthesize';
import { configurationOf, type Variant, variantInputs } from '../helpers/variants';
import { heldInProduction, otherValues } from './other-values';
import { placesOf } from './places';
import { refusalsOf } from './refusals';

/** Every value changed in every environment, many in one synth, and the templates held before and after. */

const folder = mkdtempSync(join(tmpdir(), 'changing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Changed {
  readonly data: DeliveryData;
  readonly stacks: readonly AssemblyStack[];
}

let synthesized = 0;

function changed(data: DeliveryData, edits: readonly ((data: DeliveryData) => void)[]): Changed {
  const copy = JSON.parse(JSON.stringify(data)) as DeliveryData;
  for (const edit of edits) edit(copy);
  const outdir = join(folder, String(++synthesized));
  synthesize({ data: copy, env: {} }, outdir);
  return { data: copy, stacks: readAssembly(outdir) };
}

const ruleOf = (place: string): ChangeRule => {
  const rule = changeRules[place];
  if (!rule) throw new Error(`no rule ${place}`);
  return rule;
};

/** The edits of all values that get there in one of these ways. */
function editsOf(...wanted: readonly Effect[]): readonly ((data: DeliveryData) => void)[] {
  return Object.entries(otherValues).flatMap(([place, edit]) => {
    const rule = ruleOf(place);
    return rule.kind !== 'fixed' && wanted.includes(rule.effect) ? [edit] : [];
  });
}

const before = {
  default: changed(variantInputs.default.data, []),
  europe: changed(variantInputs.europe.data, []),
} as const satisfies Record<Variant, Changed>;

function stacksOf(variant: Variant = 'default'): readonly AssemblyStack[] {
  return before[variant].stacks;
}

/** What the changes do to resources of environments, as `effect type`, each once. */
function doneTo(changes: readonly StackChange[], ...effects: readonly string[]): readonly string[] {
  const done = changes
    .filter(({ stack }) => stack !== 'PipelineStack')
    .flatMap(({ resources }) => resources.filter(({ effect }) => effects.includes(effect)))
    .map(({ type, effect }) => `${effect} ${type}`);
  return [...new Set(done)].sort();
}

/** Values of a parsed configuration at a place: of `environments[]` one for each. */
function valuesAt(configuration: DeliveryConfiguration, place: string): readonly unknown[] {
  const inEach = place.replace(/^environments\[\]\./, '').replace(/\[\].*/, '');
  const roots: readonly unknown[] = place.startsWith('environments[]') ? configuration.environments : [configuration];
  return roots.map((root) =>
    inEach.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root),
  );
}

const judged = changed(before.default.data, editsOf('judged', 'pipeline'));
const inPlace = changed(before.default.data, editsOf('inPlace', 'interrupts'));
const beside = changed(before.default.data, editsOf('rolled', 'beside'));
const all = changed(before.europe.data, Object.values(otherValues));

test.each([
  ['what the gates and the pipeline alone take', 'default', judged],
  ['what is taken in place', 'default', inPlace],
  ['what is rolled, or made beside the old', 'default', beside],
  ['everything at once', 'europe', all],
] as const)('nothing is lost or refused: %s, in %s', (_what, variant, { stacks }) => {
  expect(stacks.length).toBe(stacksOf(variant).length);
  expect(differencesBetween(stacksOf(variant), stacks).length).toBeGreaterThan(0);
  expect(refusalsOf(stacksOf(variant), stacks)).toEqual([]);
});

test.each([
  ['what the gates and the pipeline alone take', 'default', judged],
  ['what is taken in place', 'default', inPlace],
  ['what is rolled, or made beside the old', 'default', beside],
  ['everything at once', 'europe', all],
] as const)('nor is it refused after a pin: %s, in %s', (_what, variant, { data, stacks }) => {
  const deployed = { configuration: configurationOf(variant), stacks: stacksOf(variant) };
  const order = { names: [], removed: [], renamed: [] };
  const { pin } = updatePin(undefined, deployed, order);
  expect(Object.keys(pin.environments)).toHaveLength(3);
  const after = { configuration: parseConfiguration(data, {}), stacks };
  expect(updatePin(pin, after, order).said).toHaveLength(3);
});

test('and nothing on the way back, but a zone less', () => {
  expect(refusalsOf(judged.stacks, stacksOf())).toEqual([]);
  const back = refusalsOf(inPlace.stacks, stacksOf());
  expect(back).toHaveLength(4);
  for (const refusal of back) expect(refusal).toMatch(/^\S+\/Network \w+Subnet3\w+: goes, and is imported$/);
});

test('plain HTTP is closed by the deployment after the one in which the doors turned from it', () => {
  const { data, stacks } = beside;
  const closed = changed(data, [
    ({ environments }) => {
      for (const { edge } of environments) Object.assign(edge.origin ?? {}, { plainHttp: 'closed' });
    },
  ]);
  expect(differencesBetween(stacks, closed.stacks).length).toBeGreaterThan(0);
  expect(refusalsOf(stacks, closed.stacks)).toEqual([]);
});

test('what is said to be of the gates or the pipeline alone changes no environment', () => {
  // What the gates judge by stands in a template, beside its resources.
  const touched = differencesBetween(stacksOf(), judged.stacks).filter(({ resources }) => resources.length > 0);
  expect(touched.map(({ stack }) => stack)).toEqual(['PipelineStack']);
});

test('what is said to be in place replaces nothing', () => {
  const changes = differencesBetween(stacksOf(), inPlace.stacks);
  expect(doneTo(changes, 'updated').length).toBeGreaterThan(10);
  expect(doneTo(changes, 'replaced', 'perhaps replaced')).toEqual([]);
});

test('what is said to roll tasks does, and what is replaced beside them has no name and is used by nothing that stays', () => {
  const changes = differencesBetween(stacksOf(), beside.stacks);
  const replaced = doneTo(changes, 'replaced', 'perhaps replaced');
  expect(replaced).toContain('replaced AWS::ECS::TaskDefinition');
  expect(replaced).toEqual(['replaced AWS::ECS::TaskDefinition', 'replaced AWS::Lambda::LayerVersion']);
});

describe('the values tried', () => {
  const places = placesOf(deliverySchema);
  const isIn = (place: string, parts: readonly string[]) =>
    parts.some((part) => place === part || place.startsWith(`${part}.`));
  const fixed = Object.keys(changeRules).filter((place) => ruleOf(place).kind === 'fixed');
  // A source of one kind has no values of another; both kinds are tried, and the first was a third.
  const ofTheShipped = ['default', 'europe'] as const;

  /** Whether a value is another one than before, for each environment. */
  function isOther(place: string, variant: Variant, tried: readonly Changed[]): readonly boolean[] {
    const others = tried.map(({ data }) => valuesAt(parseConfiguration(data, {}), place));
    return valuesAt(configurationOf(variant), place).map((value, index) =>
      others.some((values) => JSON.stringify(values[index]) !== JSON.stringify(value)),
    );
  }

  const tried = { default: [judged, inPlace, beside], europe: [all] } as const;

  test.each(places.filter((place) => !isIn(place, fixed)))('%s', (place) => {
    const found = ofTheShipped.map((variant) => isOther(place, variant, tried[variant]));
    if (!place.startsWith('environments[]')) return expect(found.flat()).toContain(true);
    // What has one value alone, what production holds, and what a variant has no value for, changes where it can.
    const oneAlone = [
      ...heldInProduction,
      'environments[].wave',
      'environments[].production',
      'environments[].network.zoneIds',
      'environments[].promotion.approval',
    ];
    if (isIn(place, oneAlone)) return expect(found.flat()).toContain(true);
    expect(found.flat().every(Boolean)).toBe(true);
  });

  test('are none of those that are fixed', () => {
    expect(Object.keys(otherValues).filter((place) => isIn(place, fixed))).toEqual([]);
  });
});

describe('what is said not to go is refused, or loses data', () => {
  const { stacks } = changed(before.default.data, [
    ({ environments }) => {
      const [dev, staging, prod] = environments;
      // A third zone without a word of how many there were.
      Object.assign(dev?.network ?? {}, { availabilityZones: 3 });
      Object.assign(staging?.network ?? {}, { cidr: '10.99.0.0/16' });
      Object.assign(staging?.database ?? {}, { databaseName: 'another' });
      Object.assign(prod?.network ?? {}, { zoneIds: ['use1-az4', 'use1-az2', 'use1-az1'] });
    },
  ]);
  const there = refusalsOf(stacksOf(), stacks);
  // Plain HTTP without a deployment in which both ports are open.
  const back = refusalsOf(beside.stacks, stacksOf());

  test.each([
    ['a proxy in another zone', there, 'Dev/Data', /^Proxy\w+: takes what Proxy\w+ still has/],
    ['the endpoint of such a proxy', there, 'Dev/Data', /Proxy\w+Endpoint\w+: changes, and is imported$/],
    ["API Gateway's link in another zone", there, 'Dev/Api', /^Link\w+: is exchanged while the API uses it$/],
    ['another range', there, 'Staging/Network', /^ExportsOutputRefVpc\w+: changes, and is imported$/],
    ['another database', there, 'Staging/Data', /^Cluster\w+: holds data, and is replaced$/],
    ['other zones', there, 'Prod/Network', /^VpcdataSubnet1Subnet\w+: takes what \w+ still has/],
  ] as const)('%s', (_what, refused, stack, why) => {
    const start = `PipelineStack/${stack} `;
    const ofTheStack = refused.filter((text) => text.startsWith(start)).map((text) => text.slice(start.length));
    expect(ofTheStack).toContainEqual(expect.stringMatching(why));
  });

  test('a port that the doors still call', () => {
    const closed = ['Dev', 'Staging', 'Prod'].map(
      (stage) => `${stage}: the doors still call port 443, which is closed`,
    );
    expect(back).toEqual(expect.arrayContaining(closed));
  });

  test('a changed VPC origin, and CloudFront at two ports of one security group', () => {
    const edited = stacksOf().map((stack) => ({
      ...stack,
      tags: { ...stack.tags, another: 'tag' },
      template: JSON.parse(JSON.stringify(stack.template).replaceAll('frompl3b927c5280', 'frompl3b927c52443')),
    }));
    const refused = refusalsOf(stacksOf(), edited).map((text) => text.replace(/^\S+ /, ''));
    expect(refused.filter((why) => why.endsWith('changes while the distribution uses it'))).toHaveLength(3);
    expect(refused.filter((why) => why.endsWith('would hold 110 rules for a moment'))).toHaveLength(3);
    expect(refused).toHaveLength(6);
  });

  test('a stack of another name, and one in another place', () => {
    const renamed = stacksOf().map((stack) => ({ ...stack, name: stack.name.replace('Staging', 'Trial') }));
    const moved = stacksOf().map((stack) => ({ ...stack, region: stack.stage === 'Dev' ? 'us-west-2' : stack.region }));
    expect(refusalsOf(stacksOf(), renamed)).toHaveLength(6);
    expect(refusalsOf(stacksOf(), moved)).toHaveLength(6);
  });
});
