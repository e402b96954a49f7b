import { App } from 'aws-cdk-lib';
import type { EnvironmentData } from '../../lib/config';
import { placeholderDigest } from '../../lib/constructs/image-revision';
import { describeGates } from '../../lib/pipeline/gate-description';
import { TapStage } from '../../lib/stages/tap-stage';
import { environmentAt, parsed } from '../config/edited';
import { cdkContext } from '../helpers/variants';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** What the gates of an environment are told: of the first, unless its place is named. */
function described(
  imageDigest: string,
  edit: (environment: EnvironmentData) => void = () => {},
  place = 0,
): Record<string, unknown> {
  const configuration = parsed((data) => edit(environmentAt(data, place)));
  const environment = configuration.environments[place];
  if (!environment) throw new Error('no environment');
  const { account, region } = configuration.pipeline;
  const stage = new TapStage(new App({ context: cdkContext() }), environment.name, {
    application: configuration.application,
    env: { account: environment.account, region: environment.region },
    environment,
    pipeline: { account, region, repositoryName: 'shop' },
    imageDigest,
  });
  describeGates(stage, environment, {
    application: configuration.application,
    imageDigest,
    overrides: {},
    approval: place > 0,
    after: configuration.environments.slice(0, place).map(({ name }) => name),
    acceptedFindings: [{ id: 'CVE-2026-12345', reason: 'There is no fix yet.', until: '2027-01-31' }],
  });
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
  [undefined, false],
  ['0.5' as const, true],
])('the gates are told whether API Gateway has its cache: of %s GB, %s', (cacheClusterSizeGb, apiCache) => {
  const sized = ({ api }: EnvironmentData) => {
    api.cacheClusterSizeGb = cacheClusterSizeGb;
  };
  expect(described(digest, sized).apiCache).toBe(apiCache);
});

test.each([
  ['in Dev', 0, undefined, true],
  ['in production', 2, undefined, true],
  ['in production, if it is configured off', 2, false, false],
  ['elsewhere, whatever is said of production', 0, false, true],
])('whether the smoke test orders %s', (_, place, orderInProduction, orders) => {
  const off = (environment: EnvironmentData) => {
    environment.gates = { ...environment.gates, smoke: { orderInProduction } };
  };
  expect(described(digest, off, place).orders).toBe(orders);
});

test('the gates are told what stands before the environment, and which findings of the image are accepted until when', () => {
  const { approval, after, acceptedFindings } = described(digest, undefined, 2);
  expect({ approval, after, acceptedFindings }).toEqual({
    approval: true,
    after: ['Dev', 'Staging'],
    acceptedFindings: { 'CVE-2026-12345': '2027-01-31' },
  });
});
