import { dirname, join } from 'node:path';
import { lookAtMachine } from '../executors/codebuild/machine';
import { createTerminal } from '../terminal/terminal';
import type { Surroundings } from './surroundings';

/** This repository, this machine, this terminal. */
export function realSurroundings(): Surroundings {
  // A note of the SDK's to its developers, in the middle of the progress that a person watches.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const root = dirname(dirname(__dirname));
  const toolsDir = join(root, '.tools');
  return {
    root,
    toolsDir,
    buildsFolder: join(toolsDir, 'rehearsal-builds'),
    lookAtMachine: () => lookAtMachine(toolsDir),
    openTerminal: () => createTerminal(process.stdout),
    input: process.stdin,
    output: process.stdout,
  };
}
