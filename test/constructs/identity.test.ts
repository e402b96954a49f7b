import { identityOf } from '../../lib/constructs/identity';

test('an identity differs with each value, however deep', () => {
  const identities = [{ tags: { a: '1', b: '2' } }, { tags: { a: '1', b: '3' } }, { tags: { a: '1' } }, {}].map(
    identityOf,
  );
  expect(new Set(identities).size).toBe(4);
  for (const identity of identities) expect(identity).toMatch(/^[0-9a-f]{8}$/);
});

test('an identity is the same for the same values in another order', () => {
  const one = identityOf({ tags: { a: '1', b: ['2', '3'] }, open: true });
  expect(identityOf({ open: true, tags: { b: ['2', '3'], a: '1' } })).toBe(one);
  expect(identityOf({ open: true, tags: { b: ['3', '2'], a: '1' } })).not.toBe(one);
});
