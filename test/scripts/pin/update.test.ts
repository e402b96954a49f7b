import { type DeliveryConfiguration, type DeliveryData, parseConfiguration } from '../../../lib/config';
import type { Pin } from '../../../lib/config/pin';
import type { AssemblyStack } from '../../../scripts/build/assembly';
import { type PinOrder, updatePin } from '../../../scripts/pin/update';
import { environmentAt, parsed, refusal } from '../../config/edited';
import { shippedData } from '../../fixtures/shipped';
import { stacksOf } from '../../helpers/stacks';

const configuration = parseConfiguration(shippedData, {});
const now = { configuration, stacks: stacksOf() };
const order = (given: Partial<PinOrder> = {}): PinOrder => ({ names: [], removed: [], renamed: [], ...given });
const { pin: whole } = updatePin(undefined, now, order());

/** The stacks of the shipped example, another word in place of one. */
function stacksWith(of: string, by: string): readonly AssemblyStack[] {
  const text = (value: string) => value.replaceAll(of, by);
  return stacksOf().map((stack) => ({
    ...stack,
    name: text(stack.name),
    stage: stack.stage && text(stack.stage),
    template: JSON.parse(text(JSON.stringify(stack.template))),
  }));
}

const without = (stage: string) => stacksOf().filter((stack) => stack.stage !== stage);

/** The shipped configuration without Staging. */
const fewer = parsed((data) => {
  data.environments.splice(1, 1);
});

function renamed(edit: (environment: DeliveryData['environments'][number]) => void = () => undefined) {
  return parsed((data) => {
    const environment = environmentAt(data, 1);
    environment.name = 'Trial';
    edit(environment);
  });
}

test('the first pin holds the values of every environment, its stacks, and what holds data in them', () => {
  expect(Object.keys(whole.environments)).toEqual(['Dev', 'Staging', 'Prod']);
  expect(whole.environments.Prod?.values).toEqual({
    account: null,
    region: 'us-east-1',
    'network.cidr': '10.30.0.0/16',
    'network.availabilityZones': 3,
    'network.zoneIds': ['use1-az1', 'use1-az2', 'use1-az4'],
    'network.zonesAtFirst': 3,
    'database.engineVersion': '3.10.4',
    'database.databaseName': 'ecommerce_db',
    'edge.origin': 'http',
  });
  expect(Object.keys(whole.environments.Prod?.stacks ?? {})).toHaveLength(6);
  expect(Object.values(whole.environments.Prod?.stacks['Prod-Data'] ?? {})).toContain('AWS::RDS::DBCluster');
  expect(Object.keys(whole.pipeline.stacks)).toEqual(['PipelineStack']);
  expect([whole.version, whole.application, whole.removed]).toEqual([1, 'tap', []]);
});

test('a pin of one environment leaves the others', () => {
  const { pin, said } = updatePin(undefined, now, order({ names: ['Dev'] }));
  expect(Object.keys(pin.environments)).toEqual(['Dev']);
  expect(said).toEqual(['Dev: pinned']);
});

test('a second pin of the same is the same', () => {
  const { pin, said } = updatePin(whole, now, order());
  expect(pin).toEqual(whole);
  expect(said).toEqual(['Dev', 'Staging', 'Prod'].map((name) => `${name}: is as it was pinned`));
});

test('a later pin moves on what goes by steps, and pins what has come', () => {
  const grown = parsed((data) => {
    const { network } = environmentAt(data, 0);
    network.availabilityZones = 3;
    network.zonesAtFirst = 2;
  });
  const { said, pin } = updatePin(whole, { configuration: grown, stacks: stacksOf() }, order({ names: ['Dev'] }));
  expect(said).toEqual([
    'Dev: moved on: network.availabilityZones 2 -> 3, network.zoneIds ["use1-az1","use1-az2"] -> ["use1-az1","use1-az2","use1-az4"]',
  ]);
  expect(pin.environments.Dev?.values['network.availabilityZones']).toBe(3);
  expect(pin.environments.Prod).toEqual(whole.environments.Prod);

  const mail = { ...(stacksOf()[1] as AssemblyStack), name: 'Dev-Mail', stage: 'Dev' };
  const further = updatePin(whole, { configuration, stacks: [...stacksOf(), mail] }, order({ names: ['Dev'] }));
  expect(further.said).toEqual(['Dev: has further stacks or data, pinned with it']);
  expect(further.pin.environments.Dev?.stacks['Dev-Mail']).toBeDefined();
});

test('a pin follows no change that is refused', () => {
  const other = parsed((data) => {
    environmentAt(data, 0).network.cidr = '10.99.0.0/16';
  });
  expect(refusal(() => updatePin(whole, { configuration: other, stacks: stacksOf() }, order())).code).toBe('TAP1091');
  expect(refusal(() => updatePin({ ...whole, application: 'other' }, now, order())).code).toBe('TAP1093');
  expect(refusal(() => updatePin(whole, { configuration: fewer, stacks: without('Staging') }, order())).code).toBe(
    'TAP1094',
  );
  expect(refusal(() => updatePin(whole, { configuration, stacks: without('Dev') }, order())).code).toBe('TAP2141');
});

test('an environment that is gone is taken out, and its stacks are written down', () => {
  const { pin, said } = updatePin(
    whole,
    { configuration: fewer, stacks: without('Staging') },
    order({ removed: ['Staging'] }),
  );
  expect(Object.keys(pin.environments)).toEqual(['Dev', 'Prod']);
  const { stacks = {}, values } = whole.environments.Staging ?? {};
  expect(pin.removed).toEqual([{ name: 'Staging', stacks: Object.keys(stacks), values }]);
  expect(said[0]).toMatch(
    /^Staging: is no longer pinned; Staging-Network, .* stay until .*: npm run teardown -- Staging --account ACCOUNT --region us-east-1$/,
  );
});

test('one that was taken down and is still configured is pinned again by a later pin, with whatever values', () => {
  const other = parsed((data) => {
    environmentAt(data, 0).network.cidr = '10.99.0.0/16';
  });
  const after = { configuration: other, stacks: stacksOf() };
  const { pin } = updatePin(whole, after, order({ removed: ['Dev'] }));
  expect(Object.keys(pin.environments)).toEqual(['Staging', 'Prod']);
  expect(updatePin(pin, after, order()).pin.environments.Dev?.values['network.cidr']).toBe('10.99.0.0/16');
});

test('one that another takes the place of is pinned under its new name', () => {
  const after = { configuration: renamed(), stacks: stacksWith('Staging', 'Trial') };
  const { pin } = updatePin(whole, after, order({ names: ['Dev'], renamed: [{ name: 'Staging', became: 'Trial' }] }));
  expect(Object.keys(pin.environments).sort()).toEqual(['Dev', 'Prod', 'Trial']);
  expect(pin.removed).toMatchObject([{ name: 'Staging', became: 'Trial' }]);
  expect(updatePin(pin, after, order()).pin).toEqual(pin);
});

test('a rename and a change at once are refused, and what would be changed is said', () => {
  const changed = renamed(({ network }) => Object.assign(network, { cidr: '10.99.0.0/16' }));
  const after = { configuration: changed, stacks: stacksWith('Staging', 'Trial') };
  const { code, message } = refusal(() =>
    updatePin(whole, after, order({ renamed: [{ name: 'Staging', became: 'Trial' }] })),
  );
  expect(code).toBe('TAP2144');
  expect(message).toContain('environment Trial.network.cidr: "10.99.0.0/16"');
});

const ids = Object.keys(whole.environments.Dev?.stacks['Dev-Data'] ?? {});
const cluster = ids.find((id) => id.startsWith('Cluster')) ?? '';

test('a stack that is gone, or has another name, is said to be', () => {
  const door = { configuration, stacks: stacksWith('Dev-Edge', 'Dev-Door') };
  const { pin } = updatePin(whole, door, order({ removed: ['Dev-Edge'] }));
  expect(pin.removed).toEqual([{ name: 'Dev-Edge', stacks: ['Dev-Edge'] }]);
  expect(Object.keys(pin.environments.Dev?.stacks ?? {})).toContain('Dev-Door');
  const other = updatePin(whole, door, order({ renamed: [{ name: 'Dev-Edge', became: 'Dev-Door' }] }));
  expect(other.pin.removed).toEqual([{ name: 'Dev-Edge', became: 'Dev-Door', stacks: ['Dev-Edge'] }]);
  expect(other.said[0]).toBe(
    'Dev-Edge: is Dev-Door now; Dev-Edge as deployed before stays until somebody takes what is left down',
  );
});

test('what holds data and has another id, or is gone, is said to be', () => {
  const moved = { configuration, stacks: stacksWith(cluster, 'Moved') };
  const name = `Dev-Data/${cluster}`;
  // The other environments' clusters have that id, too.
  const others = ['Staging', 'Prod'].map((stage) => ({ name: `${stage}-Data/${cluster}`, became: 'Moved' }));
  const { pin } = updatePin(whole, moved, order({ renamed: [{ name, became: 'Moved' }, ...others] }));
  expect(pin.removed).toHaveLength(3);
  expect(pin.environments.Dev?.stacks['Dev-Data']).toMatchObject({ Moved: 'AWS::RDS::DBCluster' });
  const gone = updatePin(whole, moved, order({ removed: [name], renamed: others }));
  expect(gone.pin.removed[0]).toEqual({ name, stacks: ['Dev-Data'] });
});

test.each<
  [string, Partial<PinOrder>, RegExp, { configuration: DeliveryConfiguration; stacks: readonly AssemblyStack[] }?]
>([
  [
    'an environment that nobody configured',
    { names: ['Stagin'] },
    /"Stagin" is no environment .*did you mean "Staging"/,
  ],
  [
    'something that is not pinned',
    { removed: ['Dev-Mall'] },
    /"Dev-Mall" is nothing that is pinned .*did you mean "Dev-Data"/,
  ],
  [
    'a rename of an environment that is still configured',
    { renamed: [{ name: 'Dev', became: 'Prod' }] },
    /"Dev" is still configured/,
  ],
  ['a stack that is still there', { removed: ['Dev-Data'] }, /"Dev-Data" is still synthesized/],
  ['data that is still there', { removed: [`Dev-Data/${cluster}`] }, /Cluster\w+" is still synthesized/],
  [
    'an environment that became none',
    { renamed: [{ name: 'Staging', became: 'Trail' }] },
    /"Trail" is no environment .*did you mean "Trial"/,
    { configuration: renamed(), stacks: stacksWith('Staging', 'Trial') },
  ],
  [
    'a stack that became none',
    { renamed: [{ name: 'Dev-Edge', became: 'Dev-Dor' }] },
    /"Dev-Dor" is no stack .*did you mean "Dev-Door"/,
    { configuration, stacks: stacksWith('Dev-Edge', 'Dev-Door') },
  ],
  [
    'data that became something else',
    { renamed: [{ name: `Dev-Data/${cluster}`, became: 'Proxy' }] },
    /"Proxy" is no AWS::RDS::DBCluster of Dev-Data/,
    { configuration, stacks: stacksWith(cluster, 'Moved') },
  ],
])('%s is wrong use, and is told', (_what, given, said, after = now) => {
  const { code, message } = refusal(() => updatePin(whole, after, order(given)));
  expect([code, message]).toEqual(['TAP2143', expect.stringMatching(said)]);
});

test('where nothing is pinned, nothing can be said to be gone', () => {
  const nothing: Pin = { ...whole, environments: {}, pipeline: { values: {}, stacks: {} } };
  expect(refusal(() => updatePin(nothing, now, order({ removed: ['Dev'] }))).message).toMatch(
    /is nothing that is pinned in \S+$/,
  );
});
