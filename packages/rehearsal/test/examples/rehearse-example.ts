import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  actionVerdict,
  type Report,
  reportedApproval,
  report as reportSchema,
  runVerdict,
} from '../../src/report/schema';

const examples = join(__dirname, '../../examples');

/** Milliseconds for one example, generous: its packages are installed twice, and with them it takes a minute. */
export const exampleMs = 20 * 60_000;

/** What an example is to come to, as it stands beside it. */
const expected = z.strictObject({
  exitCode: z.int(),
  verdict: runVerdict,
  /** The action that stops it, `Stage/Action`. */
  stoppedBy: z.string().optional(),
  /** Every stage of its pipeline, in order; what depends on whether there is a container engine may come to either. */
  stages: z.record(z.string(), z.union([actionVerdict, z.array(actionVerdict)])),
  /** Types of resources that something must have used, by environment. */
  exercised: z.record(z.string(), z.array(z.string()).min(1)),
  /** Answers by `Stage/Action`. */
  approvals: z.record(z.string(), reportedApproval.shape.answer),
});
type Expected = z.infer<typeof expected>;

/** What an example came to, in the words of what it is to come to. */
export interface RehearsedExample {
  readonly expected: Expected;
  readonly actual: Expected;
  /** Everything that was said, for whoever has to find out why it came to something else. */
  readonly said: string;
}

/**
 * Copies an example into a repository of its own, and rehearses that by the command line.
 *
 * @param app folder of the app in it
 * @throws Error with everything that was said, if it was refused
 */
export function rehearseExample(name: string, app = ''): RehearsedExample {
  const folder = mkdtempSync(join(tmpdir(), `example-${name}-`));
  try {
    const project = join(folder, name);
    const out = join(folder, 'report');
    cpSync(join(examples, name), project, {
      recursive: true,
      filter: (path) => !/\/(node_modules|cdk\.out)$/.test(path),
    });
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: project, stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--no-verify', '--no-gpg-sign', '-m', 'First');
    const program = ['--import', 'tsx', join(__dirname, 'command.ts')];
    const args = ['--yes', '--project', join(project, app), '--out', out];
    const options = { encoding: 'utf8', maxBuffer: 64 << 20, timeout: exampleMs } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], options);
    const said = `${stdout}${stderr}`;
    if (!existsSync(out)) throw new Error(`refused with ${status}: ${said}`);
    const read = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
    const wanted = expected.parse(JSON.parse(readFileSync(join(examples, `${name}.expected.json`), 'utf8')));
    return { expected: wanted, actual: inWordsOf(wanted, read, status ?? -1), said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A report as far as something was expected of it; what was exercised beyond that is no matter. */
function inWordsOf(wanted: Expected, report: Report, exitCode: number): Expected {
  const failed = report.stages.flatMap(({ name, actions }) =>
    actions.filter(({ verdict }) => verdict === 'fail').map((action) => `${name}/${action.name}`),
  );
  const exercised = Object.entries(wanted.exercised).map(([environment, types]) => {
    const used = report.resources.items.filter(
      (item) => item.environment === environment && item.class === 'exercised',
    );
    return [environment, types.filter((type) => used.some((item) => item.type === type))] as const;
  });
  return {
    exitCode,
    verdict: report.verdict,
    ...(failed.length === 0 ? {} : { stoppedBy: failed.join(', ') }),
    stages: Object.fromEntries(
      report.stages.map(({ name, verdict }) => {
        const any = wanted.stages[name];
        return [name, Array.isArray(any) && any.includes(verdict) ? any : verdict];
      }),
    ),
    exercised: Object.fromEntries(exercised),
    approvals: Object.fromEntries(report.approvals.map(({ stage, action, answer }) => [`${stage}/${action}`, answer])),
  };
}
