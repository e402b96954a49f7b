import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { buildSync } from 'esbuild';

/**
 * Characters of a function's code that stand in a template. CloudFormation took no more until 2022
 * (https://github.com/aws/aws-cdk/pull/20624); what it takes since, its page doesn't say
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html), so this is kept.
 */
const longestCode = 4096;

const root = join(__dirname, '..', '..');

/** Where the function's sources are. */
const entry = join('functions', 'tell-failure', 'main.ts');

/** Made once for each process: nothing changes the sources meanwhile. */
let made: string | undefined;

/**
 * The code of the function that tells of failures, in the template itself: PipelineStack needs no file for it, and a laptop and
 * the pipeline make the same text from the same commit. AWS's own clients are those of Lambda's runtime.
 *
 * @throws CodedError TAP1073 if it does not fit into a template
 */
export function failureFunctionCode(): string {
  made ??= bundled();
  return fitting(made);
}

function bundled(): string {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node',
    // A rehearsal runs it with the Node of the machine, of which this is the floor.
    target: 'node20',
    format: 'cjs',
    external: ['@aws-sdk/*'],
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** The same code, if a template takes it. @throws CodedError TAP1073 */
export function fitting(code: string): string {
  if (code.length <= longestCode) return code;
  throw new CodedError(
    'TAP1073',
    `${entry}: makes a function of ${code.length} characters; at most ${longestCode} are put into a template, so shorten it, or publish it as a file`,
  );
}
