import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { assemblyFolder, stacksOf } from '../../helpers/stacks';
import { configurationOf, ofALaptop, overrides, type Variant, variants } from '../../helpers/variants';

test.each(variants)('the %s configuration passes the rules of cdk-nag in every stack', (variant) => {
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
    expect(reason.trim().length).toBeGreaterThanOrEqual(20);
  }
});

test('the project of the pipeline’s job hands the overrides on, and nothing of a laptop', () => {
  const { Resources } = JSON.parse(
    readFileSync(join(assemblyFolder('europe'), 'PipelineStack.template.json'), 'utf8'),
  ) as {
    readonly Resources: Readonly<
      Record<
        string,
        { Properties?: { Environment?: { EnvironmentVariables?: readonly { Name: string; Value: string }[] } } }
      >
    >;
  };
  const handedOn = Object.values(Resources)
    .map(({ Properties }) => Properties?.Environment?.EnvironmentVariables ?? [])
    .find((variables) => variables.some(({ Name }) => Name in overrides));
  const values = Object.fromEntries((handedOn ?? []).map(({ Name, Value }) => [Name, Value]));
  expect(values).toMatchObject(overrides);
  expect(Object.keys(values).filter((name) => name in ofALaptop)).toEqual([]);
});

test.each(variants)('every stack of the %s configuration publishes its own files alone', (variant) => {
  const manifests = readdirSync(assemblyFolder(variant), { recursive: true, withFileTypes: true }).filter(({ name }) =>
    name.endsWith('.assets.json'),
  );
  expect(manifests.length).toBeGreaterThanOrEqual(stacksOf(variant).length);
  for (const { parentPath, name } of manifests) {
    const { files } = JSON.parse(readFileSync(join(parentPath, name), 'utf8')) as {
      readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
    };
    const paths = Object.values(files).map(({ source }) => source.path);
    expect(paths.filter((path) => path.endsWith('.template.json'))).toEqual([
      name.replace('.assets.json', '.template.json'),
    ]);
    expect(paths.filter((path) => !existsSync(join(parentPath, path)))).toEqual([]);
  }
});

describe('the bootstrap stacks that everything is deployed through', () => {
  const files = (variant: Variant) =>
    readdirSync(assemblyFolder(variant), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  const naming = (variant: Variant, qualifier: string) =>
    files(variant).filter(
      (text) => text.includes(`cdk-${qualifier}-`) || text.includes(`/cdk-bootstrap/${qualifier}/`),
    );

  test('are the CDK’s own where the configuration says nothing', () => {
    const { bootstrapQualifier } = configurationOf('default').pipeline;
    expect(bootstrapQualifier).toBe(DefaultStackSynthesizer.DEFAULT_QUALIFIER);
    expect(naming('default', bootstrapQualifier).length).toBeGreaterThan(0);
  });

  test('are those of the configured qualifier, in every template, manifest, policy and job', () => {
    const { bootstrapQualifier } = configurationOf('europe').pipeline;
    expect(bootstrapQualifier).not.toBe(DefaultStackSynthesizer.DEFAULT_QUALIFIER);
    expect(naming('europe', bootstrapQualifier).length).toBeGreaterThan(stacksOf('europe').length);
    expect(files('europe').filter((text) => text.includes(DefaultStackSynthesizer.DEFAULT_QUALIFIER))).toEqual([]);
  });
});
