import { stacksOf } from '../helpers/stacks';

const rotating = stacksOf().flatMap(({ path, template }) =>
  Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::SecretsManager::RotationSchedule')
    .map(({ Properties }) => ({ path, template, hosted: Properties?.HostedRotationLambda as Record<string, unknown> })),
);

test('there are secrets that rotate, each by a function that AWS makes', () => {
  expect(rotating.length).toBeGreaterThan(2);
  expect(rotating.filter(({ hosted }) => hosted === undefined)).toEqual([]);
});

test('the runtime of that function is left to AWS, whose code is compiled for it', () => {
  expect(rotating.filter(({ hosted }) => 'Runtime' in hosted).map(({ path }) => path)).toEqual([]);
});

test('the newest transform makes it', () => {
  // Transforms of 2020 make functions of runtimes that have ended.
  const transforms = rotating.map(({ template }) => [(template as { Transform?: unknown }).Transform].flat());
  expect(transforms).toEqual(rotating.map(() => ['AWS::SecretsManager-2024-09-16']));
});
