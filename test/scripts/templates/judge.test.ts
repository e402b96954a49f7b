import { requireExplained, requireNeeded } from '../../../scripts/templates/judge';
import { finding } from './support';

const explanation = { tool: 'checkov', id: 'CKV_AWS_18', place: 'Edge/Files/*' } as const;

test('findings that are explained pass', () => {
  expect(() =>
    requireExplained([finding(), finding({ stack: 'PipelineStack/Prod/Edge' })], [explanation]),
  ).not.toThrow();
});

test('a finding that is not explained stops, named once with the stacks that have it', () => {
  const stacks = ['Dev', 'Staging', 'Prod', 'Other'].map((name) => `PipelineStack/${name}/Edge`);
  const open = stacks.map((stack) => finding({ stack, id: 'CKV_AWS_21' }));
  expect(() => requireExplained([finding(), ...open], [explanation])).toThrow(
    /^TAP2051: 1 findings [\s\S]*\n {2}checkov CKV_AWS_21 Edge\/Files\/Bucket: No access log \(PipelineStack\/Dev\/Edge of cdk\.out, .* and 1 more\)$/,
  );
});

test('an explanation that no finding needs stops', () => {
  const gone = { ...explanation, id: 'CKV_AWS_1' };
  expect(() => requireNeeded([explanation], [finding()])).not.toThrow();
  expect(() => requireNeeded([explanation, gone], [finding()])).toThrow(
    /^TAP2055: [\s\S]*\n {2}checkov CKV_AWS_1 Edge\/Files\/\*$/,
  );
});
