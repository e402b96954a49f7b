import { changedByHand } from '../../../checks/alarms/changed-by-hand';

const declared = {
  threshold: '80',
  'dimension Cluster': '{{Dev-Data.Cluster}}',
  'ALARM action 1': '{{Dev-Network.Topic}}',
};
const asDeployed = { threshold: '80', 'dimension Cluster': 'shop-1', 'ALARM action 1': 'arn:aws:sns:r:1:critical' };

/** What is found to be changed of alarms that are declared alike, by what was found of each. */
function changes(...found: readonly object[]): readonly (readonly string[])[] {
  const alarms = found.map((one, index) => ({ name: `alarm ${index}`, declared, found: { ...asDeployed, ...one } }));
  return [...changedByHand(alarms).values()];
}

test('alarms are as declared, whatever the deployment has decided', () => {
  expect(changes({})).toEqual([[]]);
  expect(changes({}, {}, {})).toEqual([[], [], []]);
  const elsewhere = { 'dimension Cluster': 'shop-2' };
  expect(changes(elsewhere, elsewhere)).toEqual([[], []]);
});

test('a setting with another value is a change, and so is one too many or too few', () => {
  expect(changes({ threshold: '90' })).toEqual([['threshold is 90, declared 80']]);
  expect(changes({ unit: 'Count' })).toEqual([['unit is Count, declared nothing']]);
  expect(changes({ threshold: undefined })).toEqual([['threshold is absent, declared 80']]);
});

test('a value of the deployment that other alarms do not have is a change', () => {
  expect(changes({}, { 'dimension Cluster': 'shop-2' }, {})).toEqual([
    [],
    ['dimension Cluster is shop-2, and the same of alarm 0 is shop-1'],
    [],
  ]);
  expect(changes({}, { 'ALARM action 1': 'arn:mine' }, {})[1]).toEqual([
    'ALARM action 1 is arn:mine, and the same of alarm 0 is arn:aws:sns:r:1:critical',
  ]);
});

test('where two alarms differ and there is no third, both are named', () => {
  expect(changes({}, { 'dimension Cluster': 'shop-2' })).toEqual([
    ['dimension Cluster is shop-1, and the same of alarm 1 is shop-2'],
    ['dimension Cluster is shop-2, and the same of alarm 0 is shop-1'],
  ]);
});

test('what is known at synth around what is not must be as declared', () => {
  const arn = { name: 'a', declared: { action: 'arn:{{AWS::Partition}}:sns:(eu):{{Dev.Topic}}' } };
  const found = (action: string) => changedByHand([{ ...arn, found: { action } }]).get('a');
  expect(found('arn:aws:sns:(eu):mine')).toEqual([]);
  expect(found('arn:aws:lambda:(eu):mine')).toEqual([expect.stringMatching(/^action is arn:aws:lambda/)]);
  expect(found('arn:aws:sns:(eu):')).toHaveLength(1);
});
