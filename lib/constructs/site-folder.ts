import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { IgnoreStrategy } from 'aws-cdk-lib';

/** What lies in the site's folder for those who write it, and is not uploaded. */
export const notServed = ['**/*.ts', '**/tsconfig*.json', '**/*.md'];

/** The addresses of the site's files, from the root on: what is uploaded, sorted. */
export function servedPaths(folder: string): readonly string[] {
  const ignored = IgnoreStrategy.glob(folder, notServed);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !ignored.ignores(file))
    .map((file) => `/${relative(folder, file).split(sep).join('/')}`)
    .sort();
}
