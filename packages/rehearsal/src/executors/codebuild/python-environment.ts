import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobFolder } from './job-folder';

/** What commands call Python and its package manager by. */
const names = ['python', 'python3', 'pip', 'pip3'];

/**
 * Gives a job a Python of its own, made when it is first called: a build's container belongs to the build, and so does what `pip`
 * installs in it. On this machine `pip` would meet the system's own packages, or the person's.
 */
export async function providePython({ prefix, python }: JobFolder): Promise<void> {
  const make = `PATH="$(printf %s "$PATH" | tr : '\\n' | grep -Fxv '${join(prefix, 'bin')}' | paste -s -d : -)" python3 -m venv '${python}'`;
  const text = `#!/bin/sh
[ -x '${join(python, 'bin', 'python3')}' ] || ${make} || exit 127
exec '${join(python, 'bin')}/'"$(basename "$0")" "$@"
`;
  for (const name of names) await writeFile(join(prefix, 'bin', name), text, { mode: 0o755 });
}
