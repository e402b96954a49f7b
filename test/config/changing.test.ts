import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { changeRules, ruleAt } from '../../lib/config/changing';
import { deliverySchema } from '../../lib/config/schema';
import { changingPage } from '../../scripts/docs/changing-page';
import { placesOf } from '../changing/places';

const root = join(__dirname, '../..');
const places = placesOf(deliverySchema);

test('the places of a schema are its fields, those of one in each list of objects, and all that a union may have', () => {
  const deep = z.strictObject({ more: z.number() }).prefault({ more: 1 });
  const schema = z.strictObject({
    one: z.string().optional(),
    list: z.array(z.strictObject({ name: z.string() })).min(1),
    texts: z.array(z.string()),
    record: z.record(z.string(), z.string()).refine(() => true),
    either: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), both: z.string() }),
      z.strictObject({ kind: z.literal('b'), both: z.string(), deep }),
    ]),
  });
  expect(placesOf(schema)).toEqual([
    ...['one', 'list[].name', 'texts', 'record'],
    ...['either.kind', 'either.both', 'either.deep.more'],
  ]);
});

test('every value of the configuration is said to be changeable or fixed', () => {
  expect(places.length).toBeGreaterThan(70);
  expect(places.filter((place) => ruleAt(place) === undefined)).toEqual([]);
});

test('a value that is in no rule would be seen', () => {
  expect(ruleAt('environments[].network.newValue')).toBeUndefined();
  expect(ruleAt('pipelines')).toBeUndefined();
});

test('every rule is one of a value, or of what several are part of', () => {
  const isOf = (rule: string) =>
    places.some((place) => place === rule || place.startsWith(`${rule}.`) || place.startsWith(`${rule}[`));
  expect(Object.keys(changeRules).filter((rule) => !isOf(rule))).toEqual([]);
});

/** What the comments of the schema say. */
const phrases = { fixed: 'Fixed from the first deployment on.', stepwise: 'Changes by steps.' } as const;

/** Where the shapes of the schema's file stand in the configuration. */
const shapes: Readonly<Record<string, string>> = {
  deliverySchema: '',
  environmentSchema: 'environments[].',
  pipeline: 'pipeline.',
  ...Object.fromEntries(
    ['network', 'database', 'containers', 'edge', 'api', 'gates', 'alarms'].map((name) => [
      name,
      `environments[].${name}.`,
    ]),
  ),
};

/** Places of the fields whose comment has the phrase. */
function commentedWith(text: string, phrase: string): readonly string[] {
  const found: string[] = [];
  let shape: string | undefined;
  let comment = '';
  for (const line of text.split('\n')) {
    const [, opened] = /^(?:export )?const (\w+) = z\.strictObject\(\{/.exec(line) ?? [];
    if (opened !== undefined) shape = shapes[opened];
    const [, field] = /^ {2}(\w+)[:,]/.exec(line) ?? [];
    if (field !== undefined && shape !== undefined && comment.includes(phrase)) found.push(`${shape}${field}`);
    comment = /^ {2,3}\/?\*/.test(line) ? comment + line : '';
  }
  return found;
}

test.each(['fixed', 'stepwise'] as const)(
  'the comments of the schema say which values are %s, and say it of no other',
  (kind) => {
    const text = readFileSync(join(root, 'lib/config/schema.ts'), 'utf8');
    const rules = Object.entries(changeRules).flatMap(([place, rule]) => (rule.kind === kind ? [place] : []));
    expect(rules.length).toBeGreaterThan(3);
    expect([...commentedWith(text, phrases[kind])].sort()).toEqual([...rules].sort());
  },
);

test('docs/changing.md says it for every value; "npm run docs" writes it', () => {
  expect(readFileSync(join(root, 'docs/changing.md'), 'utf8')).toBe(changingPage());
});
