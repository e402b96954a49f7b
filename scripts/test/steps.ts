import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from './step';

/** TypeScript projects of the repository: the whole, what k6 runs, and what a browser runs. */
const projects = ['.', 'loadtests', 'site'];

/**
 * Folders of the tests that read the synthesized templates, or cover `lib/`. They alone are measured: measuring makes a test
 * file slower by everything that its process has loaded before, and the coverage of `lib/` is the one that is promised.
 */
const templateTests = [
  'config',
  'constructs',
  'docs',
  'errors.test.ts',
  'gates',
  'pipeline',
  'requirements',
  'scripts',
  'stacks',
  'stages',
];

/** For the same reason, a process that is measured is replaced as soon as it has loaded the CDK. */
const freshProcesses = ['--maxWorkers=1', '--workerIdleMemoryLimit=100MB'];

/** Lines of Jest that a reader wants to see of a good run. */
const jestSummary = /^(Tests|Test Suites|Statements|Branches|Functions|Lines)\b/;

/** What a failed test has left open must not keep the whole build waiting: Jest ends when its tests have. */
const jestProgram = ['node_modules/jest/bin/jest.js', '--forceExit'] as const;

/** Where Jest leaves its results for `junit-report.ts`, relative to the repository. */
export const jestResults = ['reports/jest-templates.json', 'reports/jest-units.json'] as const;

/**
 * The steps of `npm test`, as lanes: those of a lane follow each other, the lanes go side by side and take about the same
 * time.
 */
export function testLanes(root: string): readonly (readonly Step[])[] {
  const types = projects
    .filter((project) => existsSync(join(root, project, 'tsconfig.json')))
    .map((project) => ({
      name: project === '.' ? 'types' : `types of ${project}`,
      args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', project],
    }));
  const [templateResults, unitResults] = jestResults;
  const isTemplateTest = `<rootDir>/test/(${templateTests.join('|').replaceAll('.', '\\.')})(/|$)`;
  return [
    [
      ...types,
      {
        name: 'unit tests',
        args: [...jestProgram, '--testPathIgnorePatterns', isTemplateTest, '--json', `--outputFile=${unitResults}`],
        env: { TEST_WITHOUT_ASSEMBLIES: '1' },
        show: jestSummary,
      },
      { name: 'strict synth', args: ['--import', 'tsx', 'scripts/synth.ts'], show: /stacks looked at|deploy levels/ },
    ],
    [
      { name: 'lint', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
      {
        name: 'template tests, with coverage',
        args: [
          ...jestProgram,
          ...templateTests.map((name) => `test/${name}`),
          '--coverage',
          ...freshProcesses,
          '--json',
          `--outputFile=${templateResults}`,
        ],
        show: jestSummary,
      },
    ],
  ];
}
