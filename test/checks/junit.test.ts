import * as fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { toJUnit } from '../../checks/junit';
import type { Check } from '../../checks/outcome';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => name === 'testcase',
});

/** Every code unit of UTF-16, halves of pairs included. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

const checks: Check[] = [
  { name: 'good', status: 'passed', seconds: 1.5 },
  { name: 'bad', status: 'failed', detail: 'It is <wrong> & "bad".' },
  { name: 'unknown', status: 'not judged', detail: 'Nobody knows.' },
  { name: 'known here', status: 'excused', detail: 'It has a reason.' },
  { name: 'no say', status: 'not counted', detail: 'It never counts.' },
];

describe("a gate's checks as JUnit", () => {
  test('are counted by their status', () => {
    const { testsuite } = parser.parse(toJUnit('Dev smoke', checks, 2)).testsuites;
    expect(testsuite).toMatchObject({
      name: 'Dev smoke',
      tests: '5',
      failures: '1',
      errors: '1',
      skipped: '2',
      time: '2.000',
    });
    expect(testsuite.testcase).toHaveLength(checks.length);
  });

  test('say of each that did not pass what is wrong', () => {
    const [good, bad, unknown, excused] = parser.parse(toJUnit('x', checks, 2)).testsuites.testsuite.testcase;
    expect(Object.keys(good)).toEqual(['classname', 'name', 'time']);
    expect(bad.failure.message).toBe('It is <wrong> & "bad".');
    expect(unknown.error.message).toBe('Nobody knows.');
    expect(excused.skipped.message).toBe('It has a reason.');
  });

  test('are well-formed XML, whatever a shop answers', () => {
    fc.assert(
      fc.property(anyText, (detail) => {
        const xml = toJUnit('x', [{ name: detail, status: 'failed', detail }], 1);
        const control = [...xml].filter((it) => it < ' ' && !'\t\n\r'.includes(it));
        expect(control).toEqual([]);
        const [found] = parser.parse(xml, true).testsuites.testsuite.testcase;
        expect(found).toHaveProperty('failure');
      }),
      { numRuns: 30 },
    );
  });
});
