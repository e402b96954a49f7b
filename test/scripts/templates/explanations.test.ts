import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explains, readExplanations } from '../../../scripts/templates/explanations';
import { finding } from './support';

const reason = 'This is a reason that somebody can read.';

describe('a page of explanations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'explanations-'));
  const page = join(folder, 'findings.md');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function pageWith({ cfnLint = `| \`W3005\` | \`Data/Proxy\` | ${reason} |`, checkov = '' }): string {
    const table = (row: string) => `| id | where | why |\n|---|---|---|\n${row}\n\n`;
    const second = checkov || `| \`CKV_AWS_18\` | \`Edge/Logs\`, \`Api/*\` | ${reason} |`;
    writeFileSync(
      page,
      `# Page\n\n## cfn-lint\n\n${table(cfnLint)}## checkov\n\n${table(second)}## More\n\n${table('| x |')}`,
    );
    return page;
  }

  test('explains an id at each place that it names', () => {
    expect(readExplanations(pageWith({}))).toEqual([
      { tool: 'cfn-lint', id: 'W3005', place: 'Data/Proxy' },
      { tool: 'checkov', id: 'CKV_AWS_18', place: 'Edge/Logs' },
      { tool: 'checkov', id: 'CKV_AWS_18', place: 'Api/*' },
    ]);
  });

  test.each([
    ['an error of cfn-lint', { cfnLint: `| \`E3031\` | \`Data/Proxy\` | ${reason} |` }],
    ['a finding without a reason', { checkov: '| `CKV_AWS_18` | `Edge/Logs` | no |' }],
    ['a finding without a place', { checkov: `| \`CKV_AWS_18\` | everywhere | ${reason} |` }],
  ])('can’t explain %s', (_, rows) => {
    expect(() => readExplanations(pageWith(rows))).toThrow(/^TAP2054: .*findings\.md: "\| .*allowed/);
  });

  test('without a table is refused', () => {
    writeFileSync(page, '# Page\n');
    expect(() => readExplanations(page)).toThrow(/^TAP2054: .*no table below "## cfn-lint"/);
  });
});

test.each([
  ['Edge/Files/Bucket', true],
  ['Edge/*', true],
  ['*/Bucket', true],
  ['Edge/Files/Bucke', false],
  ['Edge.Files/Bucket', false],
  ['Files/Bucket', false],
])('an explanation of the place %s is about the bucket: %s', (place, expected) => {
  expect(explains({ tool: 'checkov', id: 'CKV_AWS_18', place }, finding())).toBe(expected);
});

test.each([{ tool: 'cfn-lint' as const }, { id: 'CKV_AWS_1' }])(
  'an explanation is about no other finding: %o',
  (other) => {
    const explanation = { tool: 'checkov', id: 'CKV_AWS_18', place: '*' } as const;
    expect(explains(explanation, finding())).toBe(true);
    expect(explains(explanation, finding(other))).toBe(false);
  },
);
