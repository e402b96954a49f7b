import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { placesIn } from '@delivery/rehearsal/faults/places';
import { reportJsonSchema } from '@delivery/rehearsal/report/json-schema';
import { Assembly } from '@delivery/rehearsal/run/assembly';
import { faultsAt } from '../rehearsal/faults/all';
import { catalogueJson } from '../rehearsal/faults/catalogue';
import { readAssembly } from './build/assembly';
import { chainOf } from './build/chain';
import { runProgram } from './build/program';
import { changingPage } from './docs/changing-page';
import { linterOverrides } from './docs/linter-overrides';
import { pipelinePicture } from './docs/picture';
import { sabotagePage } from './docs/sabotage-page';

/**
 * Makes what comes from the code and from the pipeline in `cdk.out`: the pipeline's picture, the list of faults with their gates,
 * the pages of sabotages and of what can be changed, the report's schema, what the linter holds by folder. Tests hold them to the code.
 *
 * Usage: npm run synth && npm run docs
 */
runProgram(async () => {
  const root = dirname(__dirname);
  const { stages } = await (await Assembly.read(join(root, 'cdk.out'), { account: '' })).pipeline();
  const chain = chainOf(readAssembly(join(root, 'cdk.out')));
  writeFileSync(join(root, 'docs/pipeline.svg'), pipelinePicture(chain));
  writeFileSync(join(root, 'docs/sabotage.md'), sabotagePage());
  writeFileSync(join(root, 'docs/changing.md'), changingPage());
  writeFileSync(join(root, 'docs/report.schema.json'), reportJsonSchema());
  writeFileSync(join(root, 'rehearsal/faults/catalogue.json'), catalogueJson(faultsAt(placesIn(stages))));
  const linter = join(root, 'biome.json');
  writeFileSync(linter, JSON.stringify({ ...JSON.parse(readFileSync(linter, 'utf8')), overrides: linterOverrides() }));
  const biome = [
    'node_modules/@biomejs/biome/bin/biome',
    'format',
    '--write',
    'biome.json',
    'docs',
    'rehearsal/faults/catalogue.json',
  ];
  execFileSync(process.execPath, biome, { cwd: root });
});
