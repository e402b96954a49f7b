import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportJsonSchema } from '../rehearsal/report/json-schema';
import { readAssembly } from './build/assembly';
import { chainOf } from './build/chain';
import { runProgram } from './build/program';
import { pipelinePicture } from './docs/picture';

/**
 * Makes the parts of `docs/` that come from the code: the picture of the pipeline in `cdk.out` and the report's schema.
 * Tests hold both to the code.
 *
 * Usage: npm run synth && npm run docs
 */
runProgram(async () => {
  const root = dirname(__dirname);
  const docs = join(root, 'docs');
  writeFileSync(join(docs, 'pipeline.svg'), pipelinePicture(chainOf(readAssembly(join(root, 'cdk.out')))));
  writeFileSync(join(docs, 'report.schema.json'), reportJsonSchema());
  execFileSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'format', '--write', 'docs'], { cwd: root });
});
