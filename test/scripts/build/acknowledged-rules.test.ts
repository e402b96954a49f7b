import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acknowledgedRules, recordRules, requireRecordedRules } from '../../../scripts/build/acknowledged-rules';
import type { Finding } from '../../../scripts/build/findings';

const finding = (rule: string, reason?: string): Finding => ({
  plugin: 'AwsSolutions',
  rule,
  description: 'No access log',
  construct: 'Any/Bucket/Resource',
  reason,
});
const reason = 'it is a log by itself';
const rules = { 'AwsSolutions-IAM5': 2, 'AwsSolutions-S1': 1 };

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acknowledged-'));
  file = join(folder, 'acknowledgements.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

const required = (counted: Readonly<Record<string, number>>) => () =>
  requireRecordedRules(counted, file, 'docs/acknowledgements.json');

test('acknowledged findings are counted by rule, whatever each is about, and open ones are not', () => {
  const findings = [
    finding('AwsSolutions-S1', reason),
    finding('AwsSolutions-IAM5[Resource::*]', reason),
    finding('AwsSolutions-IAM5[Action::s3:List*]', reason),
    finding('AwsSolutions-S10'),
  ];
  expect(acknowledgedRules(findings)).toEqual(rules);
  expect(Object.keys(acknowledgedRules(findings))).toEqual(Object.keys(rules));
});

test('what was recorded is accepted', () => {
  recordRules(rules, file);
  expect(readFileSync(file, 'utf8')).toBe('{\n  "AwsSolutions-IAM5": 2,\n  "AwsSolutions-S1": 1\n}\n');
  expect(required(rules)).not.toThrow();
});

test.each([
  ['one more', { ...rules, 'AwsSolutions-S1': 2 }, 'AwsSolutions-S1: 2 acknowledged, 1 recorded'],
  ['one fewer', { ...rules, 'AwsSolutions-IAM5': 1 }, 'AwsSolutions-IAM5: 1 acknowledged, 2 recorded'],
  ['another rule', { ...rules, 'AwsSolutions-RDS6': 1 }, 'AwsSolutions-RDS6: 1 acknowledged, 0 recorded'],
  ['a rule no longer', { 'AwsSolutions-IAM5': 2 }, 'AwsSolutions-S1: 0 acknowledged, 1 recorded'],
])('%s stops the gate with both numbers and how to record them', (_, counted, says) => {
  recordRules(rules, file);
  expect(required(counted)).toThrow(new RegExp(`^TAP2071: docs/acknowledgements.json .*\n  ${says}\n.*-- --record`));
});

test('without a list every rule is new', () => {
  expect(required(rules)).toThrow(/IAM5: 2 acknowledged, 0 recorded\n {2}AwsSolutions-S1: 1 acknowledged, 0 recorded/);
});

test.each([
  ['{"AwsSolutions-S1": ', /received 20 characters that are no JSON/],
  ['[]', /received \[\]/],
  ['null', /received null/],
  ['{"AwsSolutions-S1": "all"}', /received "AwsSolutions-S1": "all"/],
  ['{"AwsSolutions-S1": 0}', /received "AwsSolutions-S1": 0/],
])('the list %s is refused', (text, says) => {
  writeFileSync(file, text);
  expect(required(rules)).toThrow(/^TAP2072: docs\/acknowledgements.json: .*allowed is .*-- --record/);
  expect(required(rules)).toThrow(says);
});
