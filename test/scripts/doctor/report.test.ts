import type { Examination } from '../../../scripts/doctor/examine';
import { describeExamination, examinationAsJson, isHealthy } from '../../../scripts/doctor/report';

const asked = { look: 'bootstrap', where: 'account 111111111111, eu-west-1', what: 'bootstrapping' };
const healthy: Examination = {
  accounts: [{ account: '111111111111', by: 'profile shop', arn: 'arn:aws:iam::111111111111:user/ann' }],
  seen: [asked],
  findings: [],
  unseen: [],
};
const finding = {
  look: 'bootstrap',
  where: asked.where,
  code: 'TAP6111',
  what: 'not bootstrapped',
  todo: 'bootstrap it',
  runbook: 'api',
};
const unseen = { ...asked, code: 'TAP6005', reason: 'TAP6005: no right' };

test('all is well only where something was seen, and nothing found or left unseen', () => {
  expect(isHealthy(healthy)).toBe(true);
  expect(isHealthy({ ...healthy, seen: [] })).toBe(false);
  expect(isHealthy({ ...healthy, findings: [finding] })).toBe(false);
  expect(isHealthy({ ...healthy, unseen: [unseen] })).toBe(false);
});

test('the text says who looked, each finding with what to do, and counts everything in the last line', () => {
  const text = describeExamination({ ...healthy, findings: [finding] });
  expect(text).toContain('account 111111111111: by profile shop (arn:aws:iam::111111111111:user/ann)');
  expect(text).toContain(
    'FOUND TAP6111: account 111111111111, eu-west-1: not bootstrapped\n      bootstrap it (docs/runbooks/api.md)',
  );
  expect(text.split('\n').at(-1)).toBe('1 looked at, 1 finding, 0 not seen');
});

test('what was not seen for one reason is told once, with all that it hides, each once', () => {
  const text = describeExamination({
    ...healthy,
    accounts: [{ account: '1' }],
    unseen: [unseen, { ...unseen, what: 'stacks' }, { ...unseen, reason: 'TAP6005: another right', what: 'roles' }],
  });
  expect(text.split('\n').slice(1, -1)).toEqual([
    `NOT SEEN, ${unseen.reason}`,
    `      ${asked.where}: bootstrapping`,
    `      ${asked.where}: stacks`,
    'NOT SEEN, TAP6005: another right',
    `      ${asked.where}: roles`,
  ]);
  expect(text).toContain('account 1: not seen');
});

test('programs get the same, and whether all is well', () => {
  expect(JSON.parse(examinationAsJson(healthy))).toEqual({ healthy: true, ...healthy });
});
