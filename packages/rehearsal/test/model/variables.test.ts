import { replaceVariables, type Variables } from '../../src/model/variables';

const variables: Variables = new Map<string, Record<string, string>>([
  ['codepipeline', { PipelineExecutionId: 'e-1' }],
  ['Dev@LoadTest', { P95_MS: '120', EMPTY: '' }],
]);

describe('variables of the pipeline', () => {
  test('every reference in a text is replaced, also by an empty value', () => {
    const text = '#{codepipeline.PipelineExecutionId}: p95 #{Dev@LoadTest.P95_MS} ms#{Dev@LoadTest.EMPTY}';
    expect(replaceVariables('x', text, variables)).toBe('e-1: p95 120 ms');
  });

  test('a variable that nobody has set fails the action that uses it, and says which there are', () => {
    expect(() => replaceVariables('Prod/Approve', '#{Dev@LoadTest.RATE}', variables)).toThrow(
      /^TAP4104: Prod\/Approve .*#\{Dev@LoadTest.RATE\}.*P95_MS/,
    );
    expect(() => replaceVariables('Prod/Approve', '#{Staging.RATE}', variables)).toThrow(/namespaces.*Dev@LoadTest/);
  });

  test('text without references stays as it is, shell variables included', () => {
    expect(replaceVariables('x', 'echo $HOME $A #{b}', variables)).toBe('echo $HOME $A #{b}');
  });
});
