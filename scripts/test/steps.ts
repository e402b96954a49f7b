import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { emulatorTests, integrationTests, jestStep, withoutAssemblies } from './jest-step';
import type { Lane, Step } from './step';

/** TypeScript projects of the repository: the whole, what k6 runs, and what a browser runs. */
const projects = ['.', 'loadtests', 'site'];

/**
 * Folders of the tests that are measured: together they call all of `lib/`, whose coverage is what is promised. The others are
 * not, because measuring makes a test file slower by everything that its process has loaded.
 */
const measured = ['config', 'constructs', 'gates', 'pipeline'];

/** For the same reason, a process that is measured is replaced as soon as it has loaded the CDK. */
const freshProcesses = '--workerIdleMemoryLimit=220MB';

/**
 * Lines of a good synth that a reader wants to see: the count of its findings, warnings, the chain of actions stage by stage,
 * and whether it is drawn so in `docs/`.
 */
const synthSummary = /stacks? looked at|: warning: |^The chain of actions|^ {2}|npm run docs/;

/** Folders of the tests that read templates and are not measured. */
const ofTemplates = ['docs', 'requirements', 'scripts', 'stacks', 'stages'];

const testFilesIn = (folders: readonly string[]) => `<rootDir>/test/(${folders.join('|').replaceAll('.', '\\.')})(/|$)`;

/** The types of every TypeScript project that is there. */
export function typeSteps(root: string): readonly Step[] {
  return projects
    .filter((project) => existsSync(join(root, project, 'tsconfig.json')))
    .map((project) => ({
      name: project === '.' ? 'types' : `types of ${project}`,
      args: [
        'node_modules/typescript/bin/tsc',
        '--noEmit',
        '-p',
        project,
        // Each further checker keeps types of its own: more memory and CPU time, and the other lane has that core.
        '--checkers',
        '1',
        '--incremental',
        '--tsBuildInfoFile',
        `node_modules/.cache/${project}.tsbuildinfo`,
      ],
    }));
}

export const lintStep: Step = {
  name: 'lint',
  args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
};

export const synthStep: Step = {
  name: 'strict synth',
  args: ['--import', 'tsx', 'scripts/synth.ts'],
  show: synthSummary,
};

/** The strict synth where the configuration was changed: it records how many findings are acknowledged now. */
export const recordStep: Step = {
  ...synthStep,
  name: 'strict synth, recorded',
  args: [...synthStep.args, '--record'],
};

/** The tests that are measured, which read no synthesized template. */
export const libStep: Step = jestStep(
  'tests of lib, with coverage',
  [
    ...measured.map((name) => `test/${name}`),
    '--testPathIgnorePatterns',
    integrationTests,
    emulatorTests,
    '--coverage',
    '--maxWorkers=2',
    freshProcesses,
  ],
  'reports/jest-lib.json',
  { env: withoutAssemblies, runsOnce: true },
);

/** The tests that read the synthesized templates, on one core: a part of those of `npm test`. */
export const templateStep: Step = jestStep(
  'template tests',
  [
    '--testPathPatterns',
    ...ofTemplates.map((name) => `test/${name}/`),
    '--testPathIgnorePatterns',
    integrationTests,
    emulatorTests,
    '--maxWorkers=1',
    freshProcesses,
  ],
  'reports/jest-templates.json',
);

/**
 * The steps of `npm test`, as lanes: those of a lane follow each other, the lanes go side by side and take about the same
 * time.
 */
export function testLanes(root: string): readonly Lane[] {
  return [
    [
      jestStep(
        'unit and template tests',
        ['--testPathIgnorePatterns', integrationTests, emulatorTests, testFilesIn(measured), '--maxWorkers=2'],
        'reports/jest-units.json',
      ),
    ],
    // The types first, while the other lane is still small: the checker takes a gigabyte.
    [...typeSteps(root), lintStep, synthStep, libStep],
  ];
}

/** The one step of `npm run test:emulator`. Some of its tests deploy synthesized templates. */
export const emulatorLanes: readonly Lane[] = [
  [jestStep('emulator tests', [emulatorTests, '--maxWorkers=2'], 'reports/jest-emulator.json')],
];

/** The one step of `npm run test:integration`. Its tests mostly wait for the programs they started: four go side by side. */
export const integrationLanes: readonly Lane[] = [
  [
    jestStep('integration tests', [integrationTests, '--maxWorkers=4'], 'reports/jest-integration.json', {
      env: withoutAssemblies,
    }),
  ],
];
