import { rotationRuntime, runtimeEnds } from '../../../scripts/doctor/runtimes';
import { textsOf } from '../../../scripts/doctor/template-values';
import { stacksOf } from '../../helpers/stacks';

test('the days of every runtime that the stacks use are known, that of the functions which AWS makes included', () => {
  const used = stacksOf('europe').flatMap((stack) => textsOf(stack, 'AWS::Lambda::Function', ({ Runtime }) => Runtime));
  expect(used.length).toBeGreaterThan(1);
  expect([...new Set([...used, rotationRuntime])].filter((runtime) => runtimeEnds[runtime] === undefined)).toEqual([]);
});

test('functions are changed for longer than they are made', () => {
  for (const { creation, change } of Object.values(runtimeEnds)) expect(creation < change).toBe(true);
});
