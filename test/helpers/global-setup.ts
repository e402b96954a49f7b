import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overridesInForce, parseConfiguration } from '../../lib/config';
import { DeliveryApp } from '../../lib/pipeline/delivery-app';
import { imageDigest } from '../../lib/pipeline/image-digest';
import { assemblyVariable } from './stacks';
import { cdkContext, JOBS, VARIANTS } from './variants';

/**
 * Synthesizes the app once for all template tests, in each variant, also in the pipeline's job, with cdk-nag; they read the templates (`assembly.ts`).
 *
 * Without the validator, which takes as long as everything else: the strict gate runs it.
 */
export default function globalSetup(): void {
  process.env.CDK_VALIDATION = 'false';
  // Where a construct was made is for people to read; noting it for each takes a tenth of the time.
  process.env.CDK_DISABLE_STACK_TRACE = 'true';
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Every `new App()` of a test makes a folder that the CDK never removes: they all go with this one.
  process.env.TMPDIR = folder;
  // Set for a run of tests none of which reads a template.
  if (process.env.TEST_WITHOUT_ASSEMBLIES) return;
  for (const [name, { data, env }] of Object.entries({ ...VARIANTS, ...JOBS })) {
    const outdir = join(folder, name);
    const app = new DeliveryApp({
      configuration: parseConfiguration(data, env),
      imageDigest: imageDigest(env),
      overrides: overridesInForce(env),
      context: cdkContext(),
      outdir,
    });
    app.synth();
    process.env[assemblyVariable(name)] = outdir;
  }
}
