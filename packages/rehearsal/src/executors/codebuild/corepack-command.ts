import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './machine';

const release = 'corepack@0.34.6';
const publicRegistry = 'https://registry.npmjs.org';

/**
 * Gives a job the `corepack` that comes with Node.js up to 24 (https://nodejs.org/api/corepack.html), installed in the job's own
 * folder when it is first called. `corepack enable` writes beside the program that is found first: with the machine's, that
 * would be among the machine's programs.
 *
 * @param preferred the job's folder of programs that are found before the machine's
 */
export async function provideCorepack(preferred: string): Promise<void> {
  const own = '"$npm_config_prefix/bin/corepack"';
  const text = `#!/bin/sh\n[ -x ${own} ] || npm install --global --silent ${release} && exec ${own} "$@"\n`;
  await writeFile(join(preferred, 'corepack'), text, { mode: 0o755 });
}

/** Corepack reads no setting of npm's, and would ask another host for Yarn. */
export function corepackVariables({ network }: Pick<Machine, 'network'>): Readonly<Record<string, string>> {
  const { npm_config_registry: registry = publicRegistry } = network;
  return { COREPACK_NPM_REGISTRY: registry.replace(/\/$/, '') };
}
