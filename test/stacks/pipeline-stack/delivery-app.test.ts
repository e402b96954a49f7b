import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { deliveryData, overridesInForce, parseConfiguration } from '../../../lib/config';
import { imageDigest } from '../../../lib/pipeline/image-digest';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { assemblyFolder, stacksOf } from '../../helpers/stacks';
import { cdkContext, VARIANTS, type Variant } from '../../helpers/variants';

const DIGEST = `sha256:${'1'.repeat(64)}`;

const [firstEnvironment] = deliveryData.environments;
if (!firstEnvironment) throw new Error('no environment');

function pipelineText(folder: string): string {
  return readFileSync(join(folder, 'PipelineStack.template.json'), 'utf8');
}

test.each(Object.keys(VARIANTS) as Variant[])(
  'the %s configuration passes the rules of cdk-nag in every stack',
  (variant) => {
    const report = JSON.parse(readFileSync(join(assemblyFolder(variant), 'validation-report.json'), 'utf8')) as {
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
  },
);

describe('a laptop and the pipeline, with the same commit and overrides', () => {
  /** The folder of what the app makes from the environment variables of a machine. */
  function synthesized(env: Readonly<Record<string, string>>): string {
    const app = new App({ context: cdkContext() });
    new PipelineStack(app, 'PipelineStack', {
      configuration: parseConfiguration({ ...deliveryData, environments: [firstEnvironment] }, env),
      imageDigest: imageDigest(env),
      overrides: overridesInForce(env),
    });
    return app.synth().directory;
  }

  /** What PipelineStack hands to the job that synthesizes. */
  function handedOn(folder: string): Readonly<Record<string, string>> {
    const { Resources } = JSON.parse(pipelineText(folder)) as {
      readonly Resources: Readonly<
        Record<
          string,
          { Properties?: { Environment?: { EnvironmentVariables?: readonly { Name: string; Value: string }[] } } }
        >
      >;
    };
    const variables = Object.values(Resources)
      .map(({ Properties }) => Properties?.Environment?.EnvironmentVariables ?? [])
      .find((candidate) => candidate.some(({ Name }) => Name in overrides));
    return Object.fromEntries((variables ?? []).map(({ Name, Value }) => [Name, Value]));
  }

  const overrides = { TAP_DEV_CONTAINERS_MAX_TASKS: '20', TAP_DEV_DATABASE_MAX_CAPACITY_ACU: '32' };
  const laptop = synthesized({
    ...overrides,
    HOME: '/home/someone',
    AWS_REGION: 'eu-north-1',
    CDK_DEFAULT_ACCOUNT: '999999999999',
  });
  // The pipeline's job has what its project hands on, and nothing of the laptop.
  const pipeline = synthesized({ ...handedOn(laptop), IMAGE_DIGEST: DIGEST, CODEBUILD_BUILD_ID: 'any:1' });

  test('the project of the job hands the overrides on', () => {
    expect(handedOn(laptop)).toMatchObject(overrides);
  });

  test('PipelineStack’s template is the same to the byte, although the digest differs', () => {
    expect(pipelineText(pipeline)).toBe(pipelineText(laptop));
    expect(pipelineText(pipeline).length).toBeGreaterThan(0);
  });

  test('the digest does reach the services', () => {
    const folder = join(pipeline, `assembly-PipelineStack-${firstEnvironment.name}`);
    const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
    const templates = [...manifest.matchAll(/"templateFile": "([^"]+)"/g)].map(([, file]) =>
      readFileSync(join(folder, file ?? ''), 'utf8'),
    );
    expect(templates.filter((text) => text.includes(DIGEST))).not.toEqual([]);
  });
});
