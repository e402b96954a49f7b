import { dirname, join } from 'node:path';
import { createTerminal } from '../terminal/terminal';
import type { Surroundings } from './surroundings';

/** This repository, this machine, this terminal. */
export function realSurroundings(): Surroundings {
  const root = dirname(dirname(__dirname));
  return {
    root,
    toolsDir: join(root, '.tools'),
    openTerminal: () => createTerminal(process.stdout),
    input: process.stdin,
    output: process.stdout,
  };
}
