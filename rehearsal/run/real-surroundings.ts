import { dirname, join } from 'node:path';
import { lookAtMachine } from '../executors/codebuild/machine';
import { createTerminal } from '../terminal/terminal';
import type { Surroundings } from './surroundings';

/**
 * Bytes that a rehearsal needs in its work folder: two installations of the project's packages (0.4 GB each), the shop's, the
 * bundle of checks, the database's files; measured 1.1 GB at its peak, and some air.
 */
const neededBytes = 2 * 2 ** 30;

/** This repository, this machine, this terminal. */
export function realSurroundings(): Surroundings {
  // A note of the SDK's to its developers, in the middle of the progress that a person watches.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const root = dirname(dirname(__dirname));
  const toolsDir = join(root, '.tools');
  return {
    root,
    toolsDir,
    neededBytes,
    buildsFolder: join(toolsDir, 'rehearsal-builds'),
    lookAtMachine: () => lookAtMachine(toolsDir),
    openTerminal: () => createTerminal(process.stdout),
    input: process.stdin,
    output: process.stdout,
  };
}
