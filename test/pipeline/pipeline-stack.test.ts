import { App, Stack } from 'aws-cdk-lib';
import { parseConfiguration } from '../../lib/config';
import { PLACEHOLDER_DIGEST } from '../../lib/pipeline/image-digest';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { shippedData } from '../fixtures/shipped';
import { cdkContext } from '../helpers/variants';

test('a further environment is one entry', () => {
  const [firstEnvironment] = shippedData.environments;
  if (!firstEnvironment) throw new Error('no environment');
  const further = {
    ...firstEnvironment,
    name: 'Canary',
    network: { ...firstEnvironment.network, cidr: '10.99.0.0/16' },
  };
  const app = new App({ context: cdkContext() });
  const stack = new PipelineStack(app, 'PipelineStack', {
    configuration: parseConfiguration({ ...shippedData, environments: [firstEnvironment, further] }, {}),
    imageDigest: PLACEHOLDER_DIGEST,
    overrides: {},
  });
  expect(Stack.isStack(stack.node.findChild('Canary').node.findChild('Network'))).toBe(true);
  expect(JSON.stringify(stack.resolve(stack.node.findAll().map(({ node }) => node.path)))).toContain('Canary/LoadTest');
});
