import { containerVariables } from '../../lib/config/container-variables';
import { stacksOf } from '../helpers/stacks';
import { configurationOf } from '../helpers/variants';

type Named = readonly { readonly Name: string }[];

/** What the containers of all environments are given, as variables and as secrets. */
const given = stacksOf()
  .flatMap(({ template }) => Object.values(template.Resources))
  .filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition')
  .flatMap(({ Properties }) => Properties?.ContainerDefinitions as readonly { Environment: Named; Secrets: Named }[])
  .flatMap(({ Environment, Secrets }) => [...Environment, ...Secrets].map(({ Name }) => Name));

test('what the product gives to a container can not be configured', () => {
  const configured = new Set(
    configurationOf().environments.flatMap(({ containers }) => Object.keys(containers.environment)),
  );
  const own = [...new Set(given)].filter((name) => !configured.has(name));
  expect(configured.size).toBeGreaterThan(0);
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter((name) => containerVariables.safeParse({ [name]: 'x' }).success)).toEqual([]);
});

test('what is configured reaches the containers', () => {
  for (const { containers } of configurationOf().environments) {
    expect(given).toEqual(expect.arrayContaining(Object.keys(containers.environment)));
  }
});
