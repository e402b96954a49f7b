import { App, Stack } from 'aws-cdk-lib';
import { parseConfiguration } from '../../lib/config';
import { PLACEHOLDER_DIGEST } from '../../lib/pipeline/image-digest';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { europeData } from '../fixtures/europe';
import { shippedData } from '../fixtures/shipped';
import { cdkContext } from '../helpers/variants';

test.each([
  ['alone, in the account of the credentials', shippedData, []],
  ['beside another, in an account of its own', europeData, europeData.environments.slice(-2, -1)],
])('an environment %s is one entry', (_, data, others) => {
  const [last] = data.environments.slice(-1);
  if (!last) throw new Error('no environment');
  const further = { ...last, name: 'Canary', network: { ...last.network, cidr: '10.99.0.0/16' } };

  const stack = new PipelineStack(new App({ context: cdkContext() }), 'PipelineStack', {
    configuration: parseConfiguration({ ...data, environments: [...others, further] }, {}),
    imageDigest: PLACEHOLDER_DIGEST,
    overrides: {},
  });

  expect(Stack.isStack(stack.node.findChild('Canary').node.findChild('Network'))).toBe(true);
  const paths = stack.node.findAll().map(({ node }) => node.path);
  expect(paths.filter((path) => /\/(Canary\/|Canary\.)LoadTest$/.test(path))).not.toEqual([]);
});
