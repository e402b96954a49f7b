import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../scripts/build/assembly';
import { synthesize } from '../helpers/synthesize';
import { configurationOf, overrides, type Variant, variantInputs, variants } from '../helpers/variants';

const digest = `sha256:${'1'.repeat(64)}`;
/** What PipelineStack of a variant hands on to the pipeline's own job, which has nothing of a laptop. */
const handedOn = { default: {}, europe: overrides } as const satisfies Record<Variant, unknown>;

/** What the CDK's command reads of a stack beside its template. */
function protectionOf(folder: string, stack: string): boolean {
  const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    readonly artifacts: Readonly<Record<string, { readonly properties: { readonly terminationProtection?: boolean } }>>;
  };
  return artifacts[stack]?.properties.terminationProtection ?? false;
}

describe.each(variants)('from the same commit of the %s configuration', (variant) => {
  const [laptop, job] = ['laptop', 'job'].map((name) => mkdtempSync(join(tmpdir(), `${name}-`))) as [string, string];

  beforeAll(() => {
    const input = variantInputs[variant];
    synthesize(input, laptop);
    synthesize({ ...input, env: { ...handedOn[variant], IMAGE_DIGEST: digest, CODEBUILD_BUILD_ID: 'any:1' } }, job);
  });

  test('a laptop and the pipeline make the same PipelineStack to the byte, although the digest differs', () => {
    const pipelineOf = (folder: string) => readFileSync(join(folder, 'PipelineStack.template.json'), 'utf8');
    expect(pipelineOf(job)).toBe(pipelineOf(laptop));
    expect(pipelineOf(job).length).toBeGreaterThan(0);
  });

  test('what may be created for the first time is not protected: of its own stacks the pipeline protects the one it has come from', () => {
    const protectedIn = (folder: string) =>
      readAssembly(folder)
        .filter(({ stage, path }) => stage === undefined && protectionOf(folder, path))
        .map(({ path }) => path);
    expect(protectedIn(laptop)).toEqual([]);
    expect(protectedIn(job)).toEqual(['PipelineStack']);
  });

  test.each(configurationOf(variant).environments)('the digest does reach the services of $name', ({ name }) => {
    const services = readAssembly(job).filter(({ path }) => path === `PipelineStack/${name}/Service`);
    expect(services).toHaveLength(1);
    expect(JSON.stringify(services)).toContain(digest);
  });
});
