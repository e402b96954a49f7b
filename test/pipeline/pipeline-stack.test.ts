import { App, Stack } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { gates } from '../../contracts/gates';
import { parseConfiguration } from '../../lib/config';
import { placeholderDigest } from '../../lib/constructs/image-revision';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { europeData } from '../fixtures/europe';
import { shippedData } from '../fixtures/shipped';
import { cdkContext } from '../helpers/variants';

/** What the jobs that protect something against deletion are told, by variable. */
function protections(stack: Stack): readonly Readonly<Record<string, unknown>>[] {
  const projects = stack.node.findAll().filter((construct) => construct instanceof CfnProject);
  return projects
    .map(
      (project) => stack.resolve(project.environment) as { environmentVariables?: { name: string; value: unknown }[] },
    )
    .map(({ environmentVariables = [] }) =>
      Object.fromEntries(environmentVariables.map(({ name, value }) => [name, value])),
    )
    .filter(({ PROTECTION_ROLE_ARN }) => PROTECTION_ROLE_ARN !== undefined);
}

test.each([
  ['alone, in the account of the credentials', shippedData, [], false],
  ['behind an approval after another', shippedData, shippedData.environments.slice(0, 1), true],
  ['beside another, in an account of its own', europeData, europeData.environments.slice(-2, -1), true],
])('an environment %s is one entry', (_, data, others, production) => {
  const [last] = data.environments.slice(-1);
  if (!last) throw new Error('no environment');
  const further = {
    ...last,
    name: 'Canary',
    production,
    database: { ...last.database, deletionProtection: true },
    network: { ...last.network, cidr: '10.99.0.0/16' },
  };

  const stack = new PipelineStack(new App({ context: cdkContext() }), 'PipelineStack', {
    configuration: parseConfiguration({ ...data, environments: [...others, further] }, {}),
    imageDigest: placeholderDigest,
    overrides: {},
  });

  expect(Stack.isStack(stack.node.findChild('Canary').node.findChild('Network'))).toBe(true);
  const paths = stack.node.findAll().map(({ node }) => node.path);
  expect(paths.some((path) => ['/', '.'].some((sign) => path.endsWith(`/Canary${sign}${gates.load.action}`)))).toBe(
    true,
  );
  // Its database is protected wherever it is configured, its stacks in production alone.
  const canary = protections(stack).filter(({ ENVIRONMENT }) => ENVIRONMENT === 'Canary');
  expect(canary).toHaveLength(1);
  expect(canary[0]?.DATABASE_CLUSTER).toContain('canary');
  expect(String(canary[0]?.STACKS).includes('Canary-Network')).toBe(production);
});
