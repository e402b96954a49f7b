import { dirname, join } from 'node:path';
import { lookAtMachine } from '../executors/codebuild/machine';
import { createTerminal } from '../terminal/terminal';
import type { Surroundings } from './surroundings';

/** This repository, this machine, this terminal. */
export function realSurroundings(): Surroundings {
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
