import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { findingsAsJUnit, readFindings, requireEveryStack } from '../../../scripts/build/findings';
import { stacksOf } from '../../helpers/stacks';

const violation = {
  ruleName: 'AwsSolutions-S1',
  description: 'No <access> log & "nothing" else',
  violatingConstructs: [{ constructPath: 'Any/Bucket/Resource' }, {}],
};

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'findings-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(report: object): void {
  writeFileSync(join(folder, 'validation-report.json'), JSON.stringify(report));
}

test('open and acknowledged findings are told apart, one for each construct', () => {
  write({
    pluginReports: [
      {
        pluginName: 'AwsSolutions',
        metadata: { stacks: 'Any Other' },
        violations: [violation],
        suppressedViolations: [{ ...violation, reason: 'it is a log itself', acknowledgedAt: 'Any/Bucket' }],
      },
      { pluginName: 'CloudFormation Validate', violations: [] },
    ],
  });
  const { findings, stacks } = readFindings(folder);
  expect(stacks).toEqual(['Any', 'Other']);
  expect(findings.map(({ construct, reason, acknowledgedAt }) => [construct, reason, acknowledgedAt])).toEqual([
    ['Any/Bucket/Resource', undefined, undefined],
    ['(app)', undefined, undefined],
    ['Any/Bucket/Resource', 'it is a log itself', 'Any/Bucket'],
    ['(app)', 'it is a log itself', 'Any/Bucket'],
  ]);
});

test('a synth that failed before its report has no findings and looked at no stack', () => {
  expect(readFindings(folder)).toEqual({ findings: [], stacks: [] });
});

test('JUnit shows an open finding as a failure and an acknowledged one as skipped, with its reason', () => {
  const base = {
    plugin: 'AwsSolutions',
    rule: 'S1',
    description: 'No <access> log & "nothing"',
    construct: 'Any/Bucket',
  };
  const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(
    findingsAsJUnit([base, { ...base, reason: 'it is a log itself' }]),
  ) as { testsuite: { tests: string; failures: string; skipped: string; testcase: object[] } };
  expect(parsed.testsuite).toMatchObject({ tests: '2', failures: '1', skipped: '1' });
  expect(parsed.testsuite.testcase).toMatchObject([
    { name: 'S1', failure: { message: base.description } },
    { name: 'S1', skipped: { message: 'it is a log itself' } },
  ]);
});

test('a stack that no check looked at stops the gate by its path', () => {
  const all = stacksOf().map(({ path }) => path);
  expect(() => requireEveryStack(stacksOf(), { findings: [], stacks: all })).not.toThrow();
  expect(() => requireEveryStack(stacksOf(), { findings: [], stacks: all.slice(1) })).toThrow(
    new RegExp(`^TAP2004: .*${all[0]}`),
  );
});

test('an assembly without a stack stops the gate', () => {
  expect(() => requireEveryStack([], { findings: [], stacks: [] })).toThrow(/^TAP2004/);
});
