import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { deliveryData, overridesInForce, parseConfiguration } from '../../lib/config';
import { DeliveryApp } from '../../lib/pipeline/delivery-app';
import { imageDigest } from '../../lib/pipeline/image-digest';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { assemblyFolder, stacksOf } from '../helpers/stacks';
import { cdkContext, configurationOf, VARIANTS, type Variant } from '../helpers/variants';

const DIGEST = `sha256:${'1'.repeat(64)}`;
const TEMPLATE = 'PipelineStack.template.json';

function appOf(variant: Variant): DeliveryApp {
  return new DeliveryApp({
    configuration: configurationOf(variant),
    imageDigest: DIGEST,
    overrides: {},
    context: cdkContext(),
  });
}

function pipelineText(folder: string): string {
  return readFileSync(join(folder, TEMPLATE), 'utf8');
}

const apps = new Map((Object.keys(VARIANTS) as Variant[]).map((variant) => [variant, appOf(variant)]));

test.each([...apps.keys()])('the %s configuration passes the rules of cdk-nag in every stack', (variant) => {
  const directory = apps.get(variant)?.synth().directory ?? '';
  const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
    readonly pluginReports: readonly {
      readonly pluginName: string;
      readonly metadata?: { readonly stacks: string };
      readonly suppressedViolations: readonly { readonly reason: string; readonly acknowledgedId: string }[];
    }[];
  };
  const reports = report.pluginReports.filter(({ pluginName }) => pluginName === 'AwsSolutions');
  expect(reports).toHaveLength(1);
  expect(reports[0]?.metadata?.stacks.split(' ').sort()).toEqual(
    stacksOf(variant)
      .map(({ path }) => path)
      .sort(),
  );
  const acknowledged = reports[0]?.suppressedViolations ?? [];
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const { reason, acknowledgedId } of acknowledged) {
    expect(acknowledgedId).toMatch(/^AwsSolutions::AwsSolutions-/);
    expect(reason.split(' ').length).toBeGreaterThan(3);
  }
});

test.each([...apps.keys()])(
  'of the %s configuration, PipelineStack’s template stays the same to the byte when only the digest changes',
  (variant) => {
    const changed = pipelineText(apps.get(variant)?.synth().directory ?? '');
    expect(changed).toBe(pipelineText(assemblyFolder(variant)));
    expect(changed.length).toBeGreaterThan(0);
  },
);

test('the digest that changed does reach the services', () => {
  const directory = apps.get('default')?.synth().directory ?? '';
  for (const { name } of configurationOf().environments) {
    const folder = join(directory, `assembly-PipelineStack-${name}`);
    const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
    const templates = [...manifest.matchAll(/"templateFile": "([^"]+)"/g)].map(([, file]) =>
      readFileSync(join(folder, file ?? ''), 'utf8'),
    );
    expect(templates.filter((text) => text.includes(DIGEST))).not.toEqual([]);
  }
});

describe('a laptop and the pipeline', () => {
  /** PipelineStack as the app makes it from the environment variables of a machine. */
  function template(env: Readonly<Record<string, string>>): object {
    const app = new App({ context: cdkContext() });
    new PipelineStack(app, 'PipelineStack', {
      configuration: parseConfiguration({ ...deliveryData, environments: deliveryData.environments.slice(0, 1) }, env),
      imageDigest: imageDigest(env),
      overrides: overridesInForce(env),
    });
    return JSON.parse(pipelineText(app.synth().directory)) as object;
  }

  const overrides = { TAP_DEV_CONTAINERS_MAX_TASKS: '20', TAP_DEV_DATABASE_MAX_CAPACITY_ACU: '32' };

  test('synthesize the same PipelineStack from the same commit, overrides included', () => {
    const laptop = template({
      ...overrides,
      HOME: '/home/someone',
      AWS_REGION: 'eu-north-1',
      CDK_DEFAULT_ACCOUNT: '999999999999',
    });
    const [synth] = Object.values(
      (
        laptop as {
          Resources: Record<
            string,
            { Properties?: { Environment?: { EnvironmentVariables?: { Name: string; Value: string }[] } } }
          >;
        }
      ).Resources,
    )
      .map(({ Properties }) => Properties?.Environment?.EnvironmentVariables ?? [])
      .filter((variables) => variables.some(({ Name }) => Name in overrides));
    const handedOn = Object.fromEntries((synth ?? []).map(({ Name, Value }) => [Name, Value]));
    // The pipeline's job has what its project hands on, and nothing of the laptop.
    expect(handedOn).toMatchObject(overrides);
    expect(template({ ...handedOn, IMAGE_DIGEST: DIGEST, CODEBUILD_BUILD_ID: 'any:1' })).toEqual(laptop);
  });
});

test('a further environment is one entry', () => {
  const [dev] = deliveryData.environments;
  if (!dev) throw new Error('no environment');
  const further = { ...dev, name: 'Canary', network: { ...dev.network, cidr: '10.99.0.0/16' } };
  const app = new App({ context: cdkContext() });
  const stack = new PipelineStack(app, 'PipelineStack', {
    configuration: parseConfiguration({ ...deliveryData, environments: [dev, further] }, {}),
    imageDigest: DIGEST,
    overrides: {},
  });
  expect(Stack.isStack(stack.node.findChild('Canary').node.findChild('Network'))).toBe(true);
  expect(JSON.stringify(stack.resolve(stack.node.findAll().map(({ node }) => node.path)))).toContain('Canary/LoadTest');
});
