import { replaceVariables, type Variables } from '../../src/model/variables';

const variables: Variables = new Map<string, Record<string, string>>([
  ['codepipeline', { PipelineExecutionId: 'e-1' }],
  ['Alpha@Measure', { P95_MS: '120', EMPTY: '' }],
]);

describe('variables of the pipeline', () => {
  test('every reference in a text is replaced, also by an empty value', () => {
    const text = '#{codepipeline.PipelineExecutionId}: p95 #{Alpha@Measure.P95_MS} ms#{Alpha@Measure.EMPTY}';
    expect(replaceVariables('x', text, variables)).toBe('e-1: p95 120 ms');
  });

  test('a variable that nobody has set fails the action that uses it, and says which there are', () => {
    expect(() => replaceVariables('Gamma/Approve', '#{Alpha@Measure.RATE}', variables)).toThrow(
      /^TAP4104: Gamma\/Approve .*#\{Alpha@Measure.RATE\}.*P95_MS/,
    );
    expect(() => replaceVariables('Gamma/Approve', '#{Beta.RATE}', variables)).toThrow(/namespaces.*Alpha@Measure/);
  });

  test('text without references stays as it is, shell variables included', () => {
    expect(replaceVariables('x', 'echo $HOME $A #{b}', variables)).toBe('echo $HOME $A #{b}');
  });
});
