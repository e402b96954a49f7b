import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from './step';

/** TypeScript projects of the repository: the whole, what k6 runs, and what a browser runs. */
const projects = ['.', 'loadtests', 'site'];

/** Where Jest leaves its results for `junit-report.ts`, relative to the repository. */
export const jestResults = 'reports/jest.json';

/**
 * The steps of `npm test`, as lanes: those of a lane follow each other, the lanes go side by side. Jest has a lane of its
 * own, because it takes as long as everything else.
 */
export function testLanes(root: string): readonly (readonly Step[])[] {
  const types = projects
    .filter((project) => existsSync(join(root, project, 'tsconfig.json')))
    .map((project) => ({
      name: project === '.' ? 'types' : `types of ${project}`,
      args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', project],
    }));
  return [
    [
      {
        name: 'unit and template tests',
        args: ['node_modules/jest/bin/jest.js', '--coverage', '--json', `--outputFile=${jestResults}`],
        show: /^(Tests|Test Suites|Statements|Branches|Functions|Lines)\b/,
      },
    ],
    [
      { name: 'lint', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
      ...types,
      { name: 'strict synth', args: ['--import', 'tsx', 'scripts/synth.ts'], show: /stacks looked at|deploy levels/ },
    ],
  ];
}
