import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyVariable } from './stacks';
import { ofAQuickSynth, synthesize } from './synthesize';
import { variantInputs } from './variants';

/**
 * Synthesizes the app once for all template tests, in each variant, with cdk-nag; they read the templates (`assembly.ts`).
 */
export default function globalSetup(): void {
  Object.assign(process.env, ofAQuickSynth);
  const folder = mkdtempSync(join(tmpdir(), 'tests-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Every `new App()` of a test makes a folder that the CDK never removes: they all go with this one.
  process.env.TMPDIR = folder;
  // Set for a run of tests none of which reads a template.
  if (process.env.TEST_WITHOUT_ASSEMBLIES) return;
  for (const [name, input] of Object.entries(variantInputs)) {
    const outdir = join(folder, name);
    synthesize(input, outdir);
    process.env[assemblyVariable(name)] = outdir;
  }
}
