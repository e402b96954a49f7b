import { App } from 'aws-cdk-lib';
import type { EnvironmentData } from '../../lib/config';
import { placeholderDigest } from '../../lib/constructs/image-revision';
import { describeGates } from '../../lib/pipeline/gate-description';
import { TapStage } from '../../lib/stages/tap-stage';
import { environmentAt, parsed } from '../config/edited';
import { shippedData } from '../fixtures/shipped';
import { cdkContext } from '../helpers/variants';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** What the gates of the first environment are told. */
function described(
  imageDigest: string,
  edit: (environment: EnvironmentData) => void = () => {},
): Record<string, unknown> {
  const configuration = parsed((data) => edit(environmentAt(data, 0)));
  const [environment] = configuration.environments;
  if (!environment) throw new Error('no environment');
  const { account, region } = configuration.pipeline;
  const stage = new TapStage(new App({ context: cdkContext() }), environment.name, {
    application: configuration.application,
    env: { account: environment.account, region: environment.region },
    environment,
    pipeline: { account, region, repositoryName: 'shop' },
    imageDigest,
  });
  describeGates(stage, environment, { application: configuration.application, imageDigest, overrides: {} });
  return JSON.parse(String(stage.stacks[0]?.templateOptions.metadata?.['tap:gates']));
}

test('the gates are told which image must answer', () => {
  expect(described(digest).revision).toBe('0123456789ab');
});

test.each([
  ['no image was built', placeholderDigest, true],
  ['the service has no such header', digest, false],
])('they are told of none where %s', (_, imageDigest, revisionHeader) => {
  const description = described(imageDigest, ({ gates }) => {
    gates.revisionHeader = revisionHeader;
  });
  expect(description.region).toBe('us-east-1');
  expect(description).not.toHaveProperty('revision');
});

test.each([
  ['everywhere', false, {}, true],
  ['in production', true, {}, true],
  ['in production where it is configured off', true, { orderInProduction: false }, false],
  ['elsewhere, whatever production is told', false, { orderInProduction: false }, true],
])('the smoke test orders: %s', (_, production, smoke, orders) => {
  const description = described(digest, (environment) => {
    if (production) Object.assign(environment, environmentAt(structuredClone(shippedData), 2), { name: 'Live' });
    environment.gates = { ...environment.gates, smoke };
  });
  expect(description.orders).toBe(orders);
});
