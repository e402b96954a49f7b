import { join } from 'node:path';
import { noUserConfiguration } from '../cloud/base/caller-variables';
import { lookAtMachine } from '../executors/codebuild/machine';
import { createTerminal } from '../terminal/terminal';
import type { Surroundings } from './surroundings';

/**
 * Bytes that a rehearsal needs in its work folder: two installations of a repository's packages (0.4 GB each), what its
 * jobs make, a database's files; measured 1.1 GB at its peak, and some air.
 */
const neededBytes = 2 * 2 ** 30;

/** A run has no use for the person's AWS configuration: what it loads of a commit, and what it starts, is to find none. */
function forgetAws(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(variables)) if (/^AWS_/i.test(name)) delete variables[name];
  Object.assign(variables, noUserConfiguration);
}

/**
 * This machine, this terminal, and a repository. This process forgets the person's AWS configuration.
 *
 * @param root the repository; set-up has put its tools into `.tools` there
 */
export function realSurroundings(root: string): Surroundings {
  forgetAws(process.env);
  // A note of the SDK's to its developers, in the middle of the progress that a person watches.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const toolsDir = join(root, '.tools');
  return {
    root,
    toolsDir,
    neededBytes,
    buildsFolder: join(toolsDir, 'rehearsal-builds'),
    installationsFolder: join(toolsDir, 'rehearsal-installations'),
    lookAtMachine: () => lookAtMachine(toolsDir),
    openTerminal: () => createTerminal(process.stdout),
    input: process.stdin,
    output: process.stdout,
  };
}
