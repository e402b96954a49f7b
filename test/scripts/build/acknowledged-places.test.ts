import { requireOwnPlaces } from '../../../scripts/build/acknowledged-places';
import type { Finding } from '../../../scripts/build/findings';

const finding = (construct: string, acknowledgedAt?: string, plugin = 'CloudFormation Validate'): Finding => ({
  plugin,
  rule: 'F3012',
  description: 'is not of type string',
  construct,
  reason: 'it is right as it is, for a test',
  acknowledgedAt,
});

test.each([
  ['where it was found', 'Any/Around/Topic', 'Any/Around/Topic'],
  ['at the construct whose own resource it is', 'Any/Around/Topic/Resource', 'Any/Around/Topic'],
  ['at the construct whose resource has no name of its own', 'Any/Around/Topic/Default', 'Any/Around/Topic'],
])('a finding may be acknowledged %s', (_, construct, at) => {
  expect(() => requireOwnPlaces([finding(construct, at)])).not.toThrow();
});

test.each([
  ['around several', 'Any/Around/Topic', 'Any/Around', 'put it at Any/Around/Topic'],
  [
    'around a construct',
    'Any/Around/Topic/Resource',
    'Any/Around',
    'put it at Any/Around/Topic/Resource or Any/Around/Topic',
  ],
  ['at the app', 'Any/Around/Topic', undefined, 'put it at Any/Around/Topic'],
])('one acknowledged %s is refused, with its place', (_, construct, at, place) => {
  expect(() => requireOwnPlaces([finding('Any/Other', 'Any/Other'), finding(construct, at)])).toThrow(
    `TAP2075: acknowledgements stand above what they accept:\n  F3012 of CloudFormation Validate: acknowledged at ${at ?? 'the app'}, found at ${construct}: ${place}`,
  );
});

test('an open finding and those of the rules that hold their own places are left alone', () => {
  const open = { ...finding('Any/Around/Topic'), reason: undefined };
  const own = finding('Any/Role/DefaultPolicy/Resource', 'Any/Role', 'AwsSolutions');
  expect(() => requireOwnPlaces([open, own])).not.toThrow();
});
