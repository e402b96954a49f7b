import fc from 'fast-check';
import { tagLiterals, untagLiterals } from '../../../../src/cloud/gateway/templates/tagged-literals';

/** What CloudFormation does to the properties of a custom resource. */
function asStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asStrings);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asStrings(member)]));
  }
  return String(value);
}

test('numbers and booleans survive the way through a custom resource', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
  const key = fc.string().filter((name) => !/^(?:\$[nb]|Ref|Fn::.*|__proto__)$/.test(name));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(untagLiterals(asStrings(tagLiterals(value)))).toEqual(value);
    }),
  );
});

test('what stands inside an intrinsic function is left to CloudFormation', () => {
  const value = { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] };
  expect(tagLiterals({ Zone: value })).toEqual({ Zone: value });
});

test('the branches of a condition are literals like any other', () => {
  const tagged = tagLiterals({ 'Fn::If': ['Large', 4, { Ref: 'AWS::NoValue' }] });
  expect(tagged).toEqual({ 'Fn::If': ['Large', { $n: '4' }, { Ref: 'AWS::NoValue' }] });
});
