import type { AssemblyStack, TemplateResource } from '../../../scripts/build/assembly';
import { differencesBetween, type StackChange } from '../../../scripts/compatibility/differences';
import { dangersIn, describeDifferences } from '../../../scripts/compatibility/report';

type Resources = Readonly<Record<string, TemplateResource & { readonly DeletionPolicy?: string }>>;

function stack(name: string, resources: Resources): AssemblyStack {
  return {
    name,
    path: `PipelineStack/${name}`,
    account: '210987654321',
    region: 'eu-west-1',
    template: { Resources: resources },
  };
}

/** What an update from the one to the other does to a single stack. */
function update(before: Resources, after: Resources): StackChange['resources'] {
  return differencesBetween([stack('Data', before)], [stack('Data', after)])[0]?.resources ?? [];
}

const bucket = (Properties: Record<string, unknown>) => ({ Type: 'AWS::S3::Bucket', Properties });
const queue = (Properties: Record<string, unknown>) => ({ Type: 'AWS::SQS::Queue', Properties });
const logs = (Properties: Record<string, unknown>) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties,
  DeletionPolicy: 'Retain',
});

describe('the differences of two syntheses', () => {
  test('are none between templates that differ in what is for tools alone', () => {
    const of = (path: string) => ({
      Queue: { ...queue({ DelaySeconds: 1 }), Metadata: { 'aws:cdk:path': path } },
      CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: path } },
    });
    expect(differencesBetween([stack('Data', of('one'))], [stack('Data', of('other'))])).toEqual([]);
  });

  test.each<[string, Resources, Resources, object, RegExp | undefined]>([
    [
      'a property that can change',
      { Bucket: bucket({ VersioningConfiguration: { Status: 'Enabled' } }) },
      { Bucket: bucket({ VersioningConfiguration: { Status: 'Suspended' } }) },
      { logicalId: 'Bucket', effect: 'updated', parts: ['VersioningConfiguration'] },
      undefined,
    ],
    [
      'a property that replaces what holds data',
      { Bucket: bucket({ BucketName: 'old' }) },
      { Bucket: bucket({ BucketName: 'new' }) },
      { logicalId: 'Bucket', effect: 'replaced', parts: ['BucketName'] },
      /holds data, and is replaced/,
    ],
    [
      'a property that replaces what can be made again',
      { Queue: queue({ QueueName: 'old' }) },
      { Queue: queue({ QueueName: 'new' }) },
      { logicalId: 'Queue', effect: 'replaced', parts: ['QueueName'] },
      undefined,
    ],
    [
      'a resource that holds data and goes',
      { Bucket: bucket({}) },
      {},
      { effect: 'deleted', parts: [] },
      /deleted with it/,
    ],
    [
      'what takes no change while it is used',
      { Origin: { Type: 'AWS::CloudFront::VpcOrigin', Properties: { Tags: [] } } },
      { Origin: { Type: 'AWS::CloudFront::VpcOrigin', Properties: { Tags: [{ Key: 'a', Value: 'b' }] } } },
      { logicalId: 'Origin', effect: 'updated' },
      /refuses while a distribution uses it/,
    ],
    ['what is kept and goes', { Logs: logs({}) }, {}, { effect: 'left behind', parts: [] }, /no stack knows/],
    ['what can be made again and goes', { Queue: queue({}) }, {}, { effect: 'deleted', parts: [] }, undefined],
    [
      'what stood beside data and goes',
      { Bucket: bucket({}), Queue: queue({}) },
      { Bucket: bucket({}) },
      { logicalId: 'Queue', effect: 'deleted' },
      /stack that holds data/,
    ],
    ['what comes', { Bucket: bucket({}) }, { Bucket: bucket({}), Queue: queue({}) }, { effect: 'created' }, undefined],
    [
      'a policy of deletion',
      { Logs: logs({}) },
      { Logs: { ...logs({}), DeletionPolicy: 'Delete' } },
      { effect: 'updated', parts: ['DeletionPolicy'] },
      undefined,
    ],
  ])('name %s', (_what, before, after, expected, danger) => {
    const changes = update(before, after);
    expect(changes).toEqual([expect.objectContaining(expected)]);
    expect(changes[0]?.danger ?? '').toMatch(danger ?? /^$/);
  });

  test('name stacks that come and go, and that one with data is updated no more', () => {
    const [gone, come] = [stack('Old', { Bucket: bucket({}) }), stack('New', { Queue: queue({}) })];
    const changes = differencesBetween([gone], [come]);
    expect(changes.map(({ stack: path, state }) => [path, state])).toEqual([
      ['PipelineStack/Old', 'gone'],
      ['PipelineStack/New', 'new'],
    ]);
    expect(dangersIn(changes)).toEqual([expect.stringMatching(/`PipelineStack\/Old` holds data, and is gone/)]);
  });
});

describe('the differences beside resources', () => {
  const one = stack('Data', { Bucket: bucket({}) });
  const exported = { Value: { Ref: 'Bucket' }, Export: { Name: 'Dev-Data:Bucket' } };
  /** A stack whose template has these sections, too. */
  const having = (sections: object) => ({ ...one, template: { ...one.template, ...sections } });

  test.each<[string, object, object, object]>([
    ['an output that goes', { Outputs: { O: { Value: 'v' } } }, {}, { section: 'Outputs', name: 'O', effect: 'goes' }],
    [
      'a parameter that comes',
      {},
      { Parameters: { P: { Type: 'String' } } },
      { section: 'Parameters', effect: 'comes' },
    ],
    [
      'a mapping that changes',
      { Mappings: { M: { a: { b: 'c' } } } },
      { Mappings: { M: { a: { b: 'd' } } } },
      { section: 'Mappings', name: 'M', effect: 'changes' },
    ],
    ['a condition', { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } }, {}, { section: 'Conditions', effect: 'goes' }],
    ['metadata of the template', {}, { Metadata: { 'tap:gates': 'any' } }, { section: 'Metadata', effect: 'comes' }],
    ['the description', { Description: 'old' }, { Description: 'new' }, { section: 'Description', name: '' }],
    ['the transform', {}, { Transform: 'AWS::SecretsManager-2024-09-16' }, { section: 'Transform', effect: 'comes' }],
    ['a section of another name', { Rules: { R: { Assertions: [] } } }, {}, { section: 'Rules', effect: 'goes' }],
  ])('name %s', (_, before, after, expected) => {
    const [change] = differencesBetween([having(before)], [having(after)]);
    expect(change).toMatchObject({ state: 'changed', resources: [], parts: [expected] });
    expect(change?.parts[0]?.danger).toBeUndefined();
  });

  test.each<[string, object]>([
    ['goes', {}],
    ['has another value', { Outputs: { O: { ...exported, Value: 'other' } } }],
    ['has another name', { Outputs: { O: { ...exported, Export: { Name: 'Dev-Data:Other' } } } }],
  ])('have an export that %s looked at first', (_, after) => {
    const changes = differencesBetween([having({ Outputs: { O: exported } })], [having(after)]);
    expect(dangersIn(changes)).toEqual([
      expect.stringMatching(/`PipelineStack\/Data` Outputs `O` \w+, and is exported/),
    ]);
  });

  test('an export that comes is nothing to look at first', () => {
    expect(dangersIn(differencesBetween([one], [having({ Outputs: { O: exported } })]))).toEqual([]);
  });

  test.each([
    ['name', 'Other-Data'],
    ['region', 'eu-central-1'],
    ['account', '210987654322'],
  ])('have a stack of another %s looked at first: it is another stack', (field, value) => {
    const moved = { ...one, [field]: value };
    const changes = differencesBetween([one], [moved]);
    expect(changes).toMatchObject([{ state: 'moved', data: true, resources: [], parts: [] }]);
    expect(dangersIn(changes)).toEqual([
      expect.stringMatching(new RegExp(`${field} .* -> ${value}.* the new one is empty`)),
    ]);
    expect(describeDifferences('v1', 'HEAD', changes)).toContain('### PipelineStack/Data (moved)');
    const without = { ...one, template: { Resources: { Queue: queue({}) } } };
    expect(dangersIn(differencesBetween([without], [{ ...without, [field]: value }]))).toEqual([
      expect.stringContaining('the old one stays, with its names'),
    ]);
  });
});

describe('the tags of a stack', () => {
  const tagged = (tags: Record<string, string>, type = 'AWS::SQS::Queue', id = 'One') => ({
    ...stack('Edge', { [id]: { Type: type } }),
    tags,
  });

  test('are differences, each by itself', () => {
    const [change] = differencesBetween(
      [tagged({ same: 'x', other: 'x', gone: 'x' })],
      [tagged({ same: 'x', other: 'y', new: 'x' })],
    );
    expect(change?.parts).toEqual([
      { section: 'Tags', name: 'other', effect: 'changes', danger: undefined },
      { section: 'Tags', name: 'gone', effect: 'goes', danger: undefined },
      { section: 'Tags', name: 'new', effect: 'comes', danger: undefined },
    ]);
    expect(differencesBetween([tagged({ same: 'x' })], [tagged({ same: 'x' })])).toEqual([]);
    expect(differencesBetween([stack('Edge', {})], [stack('Edge', {})])).toEqual([]);
  });

  test('are refused by a VPC origin that stays, and by none that is made anew', () => {
    const type = 'AWS::CloudFront::VpcOrigin';
    const staying = differencesBetween([tagged({ a: 'x' }, type)], [tagged({ a: 'y' }, type)]);
    expect(dangersIn(staying)).toEqual([
      expect.stringMatching(/Tags `a` changes, and is a tag of One, too: CloudFront refuses/),
    ]);
    const anew = differencesBetween([tagged({ a: 'x' }, type)], [tagged({ a: 'y' }, type, 'Other')]);
    expect(dangersIn(anew)).toEqual([]);
  });
});

describe('the report', () => {
  test('says first what holds data, then what stood beside it, then all by stack', () => {
    const before = { Queue: queue({}), Bucket: bucket({ BucketName: 'old' }), Topic: { Type: 'AWS::SNS::Topic' } };
    const after = { Bucket: bucket({ BucketName: 'new' }), Topic: { Type: 'AWS::SNS::Topic' } };
    const text = describeDifferences('v1', 'HEAD', differencesBetween([stack('Data', before)], [stack('Data', after)]));
    expect(text).toContain('1 stack, 2 resources and 0 other parts of templates differ');
    const places = [
      'Look first',
      '`Bucket` (AWS::S3::Bucket) holds data',
      '`Queue` (AWS::SQS::Queue) is gone',
      '### PipelineStack/Data',
    ];
    const found = places.map((place) => text.indexOf(place));
    expect(found).toEqual(found.toSorted((one, other) => one - other));
    expect(found[0]).toBeGreaterThan(0);
    expect(text).toContain('- `Bucket` (AWS::S3::Bucket) replaced: BucketName');
  });

  test('says that nothing stands out, and that nothing differs, in so many words', () => {
    const [before, after] = [
      stack('Data', { Queue: queue({ DelaySeconds: 1 }) }),
      stack('Data', { Queue: queue({ DelaySeconds: 2 }) }),
    ];
    expect(describeDifferences('v1', 'HEAD', differencesBetween([before], [after]))).toContain(
      'Nothing that holds data',
    );
    expect(describeDifferences('v1', 'HEAD', differencesBetween([before], [before]))).toMatch(
      /Nothing: .* the same names, places and templates/,
    );
  });
});
