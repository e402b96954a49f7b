import { configurationText } from '../../../scripts/configured/write-edits';
import { type Answers, withAnswers } from '../../../scripts/init/answers';
import { editConfiguration } from '../../../scripts/init/edit-configuration';
import { evaluate } from '../../../scripts/init/evaluate';
import { shippedData } from '../../fixtures/shipped';
import { acme, alike, archive } from './support/answers';
import { place, shippedText } from './support/shipped-text';

/** Lines that only one of the two texts has, without what is at their ends. */
function linesOnlyIn(one: string, other: string): readonly string[] {
  const there = new Set(other.split('\n').map((line) => line.trim()));
  return one
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !there.has(line));
}

function comments(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\s*(\/\*\*|\*|\/\/)/.test(line));
}

const cases: readonly [string, Answers][] = [
  ['environments that differ', acme],
  ['environments that are alike', alike],
  ['an archive, without accounts', archive],
];

describe('the text of the configuration with answers', () => {
  test('the shipped text says what the shipped example says', () => {
    expect(evaluate(shippedText(), place)).toEqual(shippedData);
  });

  test.each(cases)('says what was answered, and all else as before: %s', (_what, answers) => {
    const after = withAnswers(shippedData, answers);
    const text = editConfiguration(shippedText(), shippedData, after);
    expect(evaluate(text, place)).toEqual(after);
    expect(comments(text)).toEqual(comments(shippedText()));
    expect(text).toContain('export const deliveryData: DeliveryData = {\n');
  });

  test.each(cases)('goes from any answers to any others: %s', (_what, answers) => {
    for (const [, others] of cases) {
      const before = withAnswers(shippedData, others);
      const after = withAnswers(before, answers);
      const text = editConfiguration(editConfiguration(shippedText(), shippedData, before), before, after);
      expect(evaluate(text, place)).toEqual(after);
    }
  });

  test.each(cases)('edits plain data as well: %s', (_what, answers) => {
    const after = withAnswers(shippedData, answers);
    const text = editConfiguration(configurationText(shippedData), shippedData, after);
    expect(evaluate(text, place)).toEqual(after);
  });

  test('what all environments have alike is written once, where all take it over', () => {
    const text = editConfiguration(shippedText(), shippedData, withAnswers(shippedData, alike));
    expect(text.match(/region: "eu-west-1"/g)).toHaveLength(2);
    expect(text.match(/"critical":\["on-call/g)).toHaveLength(1);
  });

  test('an answer that is the same as before changes nothing', () => {
    expect(editConfiguration(shippedText(), shippedData, JSON.parse(JSON.stringify(shippedData)))).toBe(shippedText());
  });

  test('only the lines of what was answered change', () => {
    const after = withAnswers(shippedData, { ...alike, application: 'tap' });
    const gone = linesOnlyIn(shippedText(), editConfiguration(shippedText(), shippedData, after));
    expect(gone.length).toBeGreaterThan(3);
    expect(
      gone.filter(
        (line) =>
          !/region|name: '|source|provider|repository|branch|connectionArn|subscriptions|notifications/.test(line),
      ),
    ).toEqual([]);
  });

  test('what is answered is a text, whatever is in it', () => {
    const objectKey = `it's "main" \\ \`\${process.exit()}\` – größer.zip`;
    const after = withAnswers(shippedData, {
      ...archive,
      source: { kind: 's3', bucketName: 'acme-sources', objectKey },
    });
    expect(evaluate(editConfiguration(shippedText(), shippedData, after), place)).toEqual(after);
  });

  test('counts places in bytes: letters beyond ASCII stay whole', () => {
    const text = shippedText().replace('/** What all', '/** Größe: 10 µs. What all');
    const after = withAnswers(shippedData, acme);
    const edited = editConfiguration(text, shippedData, after);
    expect(evaluate(edited, place)).toEqual(after);
    expect(edited).toContain('Größe: 10 µs');
  });

  test('a file that is built in another way says something else afterwards, which can be seen', () => {
    const text = `${shippedText().replace('deliveryData: DeliveryData = {', 'written: DeliveryData = {')}export const deliveryData = structuredClone(written);\n`;
    const after = withAnswers(shippedData, acme);
    expect(evaluate(text, place)).toEqual(shippedData);
    expect(evaluate(editConfiguration(text, shippedData, after), place)).not.toEqual(after);
  });
});
