import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobFolder } from './job-folder';

/** The last release of Yarn 1, which is what npm installs by that name. */
const release = 'yarn@1.22.22';

/**
 * Gives a job the `yarn` that every image of CodeBuild's has beside Node.js, for a machine without one. It comes from npm's
 * registry when it is first called.
 * https://github.com/aws/aws-codebuild-docker-images/blob/1590e48787084015430500926ea922130dbe9367/ubuntu/standard/7.0/Dockerfile
 */
export async function provideYarn({ fallback }: JobFolder): Promise<void> {
  await writeFile(join(fallback, 'yarn'), `#!/bin/sh\nexec npx --yes ${release} "$@"\n`, { mode: 0o755 });
}
