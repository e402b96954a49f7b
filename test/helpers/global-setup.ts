import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { PLACEHOLDER_DIGEST } from '../../lib/pipeline/image-digest';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { assemblyVariable } from './stacks';
import { cdkContext, configurationOf, VARIANTS, type Variant } from './variants';

/**
 * Synthesizes the app once for all template tests, in each variant; they read the templates (`assembly.ts`).
 *
 * Without validator and cdk-nag, which take as long as everything else: the strict gate runs them.
 */
export default function globalSetup(): void {
  // Set for a run of tests none of which reads a template.
  if (process.env.TEST_WITHOUT_ASSEMBLIES) return;
  process.env.CDK_VALIDATION = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Every `new App()` of a test makes a folder that the CDK never removes: they all go with this one.
  process.env.TMPDIR = folder;
  for (const variant of Object.keys(VARIANTS) as Variant[]) {
    const outdir = join(folder, variant);
    const app = new App({ context: cdkContext(), outdir });
    new PipelineStack(app, 'PipelineStack', {
      configuration: configurationOf(variant),
      imageDigest: PLACEHOLDER_DIGEST,
      overrides: {},
    });
    app.synth();
    process.env[assemblyVariable(variant)] = outdir;
  }
}
