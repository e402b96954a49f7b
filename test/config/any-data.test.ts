import { CodedError } from '@delivery/coded-error';
import fc from 'fast-check';
import { parseConfiguration } from '../../lib/config';
import { europeData } from '../fixtures/europe';
import { shippedData } from '../fixtures/shipped';

type Path = readonly (string | number)[];

/** Every place of a value, from the outside in. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [path, ...keys.flatMap((key) => placesIn((value as Record<PropertyKey, unknown>)[key], [...path, key]))];
}

/** The value with what is at the path replaced; undefined takes it away. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const fields = copy as Record<PropertyKey, unknown>;
  fields[key] = replaced(fields[key], rest, by);
  return copy;
}

/** Numbers and texts at the edges of what somebody may write, and anything else. */
const anything = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -1, 0.1, 1.01, 1e-9, 1e21, 2 ** 31, 2 ** 53, Number.MAX_VALUE, Number.POSITIVE_INFINITY),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '🛒',
    'x'.repeat(300),
    '0',
    'true',
    '10.0.0.0/16',
    '127.0.0.0/16',
    'us-east-1',
    'arn:aws:acm:',
  ),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
);

test.each([
  ['the shipped example', shippedData],
  ['the European one', europeData],
])('%s with anything in the place of any of its values is taken, or refused by a code', (_what, data) => {
  const places = placesIn(data);
  expect(places.length).toBeGreaterThan(200);
  fc.assert(
    fc.property(fc.constantFrom(...places), anything, (path, value) => {
      try {
        parseConfiguration(replaced(data, path, value), {});
      } catch (error) {
        expect(error).toBeInstanceOf(CodedError);
      }
    }),
    { numRuns: 300 },
  );
});
