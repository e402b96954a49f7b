import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Scopes of the packages that Lambda's Node.js runtimes bring: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const scopes = ['@aws-sdk', '@smithy'];

/**
 * Puts the AWS SDK where functions of the emulator find it, as Lambda's runtime offers it, and nothing else of this package's
 * dependencies: what a function needs beyond the SDK it has to bring, as on AWS. Node looks for packages in the folders above a
 * module, whichever kind of module it is.
 *
 * @param dir a folder above all functions
 */
export async function provideSdk(dir: string): Promise<void> {
  const own = resolve(require.resolve('@aws-sdk/client-s3/package.json'), '..', '..', '..');
  const modules = join(dir, 'node_modules');
  await mkdir(modules, { recursive: true });
  for (const scope of scopes) {
    const link = join(modules, scope);
    if (!existsSync(link)) await symlink(join(own, scope), link);
  }
}
