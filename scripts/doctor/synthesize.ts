import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { type AssemblyStack, readAssembly } from '../build/assembly';

/** Last words of the synthesis that an error repeats, in characters. */
const lastWords = 2_000;

/**
 * The stacks of this configuration, synthesized anew: a `cdk.out` of before may be another one's. By the app itself, without the
 * CDK's command line, which would ask AWS for an account; and without the validator, which the strict gate runs. In a process of
 * its own, so that AWS is asked meanwhile.
 *
 * @throws CodedError TAP6101 if that fails; the message has its last words
 */
export async function synthesize(root: string, signal: AbortSignal): Promise<readonly AssemblyStack[]> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  try {
    await runApp(root, folder, signal);
    return readAssembly(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runApp(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: unknown };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join('bin', 'tap.ts')], {
      cwd: root,
      env: {
        ...process.env,
        CDK_OUTDIR: folder,
        CDK_CONTEXT_JSON: JSON.stringify(context),
        CDK_VALIDATION: 'false',
        CDK_DISABLE_STACK_TRACE: 'true',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-lastWords);
    });
    const fail = (how: string) =>
      reject(
        new CodedError(
          'TAP6101',
          `the configuration can't be synthesized (${how}); npm run synth shows the same:\n${said.trim()}`,
        ),
      );
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, ended) =>
      code === 0 ? resolve() : fail(ended ? `ended by ${ended}` : `ended with ${code}`),
    );
  });
}
