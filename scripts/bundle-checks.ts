import { dirname, join } from 'node:path';
import { bundleChecks } from './build/bundle';
import { runProgram } from './build/program';
import { k6Options } from './k6-binary';

/**
 * Bundles the checks from the cloud assembly in `cdk.out` into `dist/checks`.
 *
 * Usage: node --import tsx scripts/bundle-checks.ts
 */
const root = dirname(__dirname);

runProgram(async () => {
  const lines = await bundleChecks({
    root: root,
    assembly: join(root, 'cdk.out'),
    output: join(root, 'dist', 'checks'),
    k6: k6Options(),
  });
  console.log(['Bundle of checks in dist/checks', ...lines.map((line) => `  ${line}`)].join('\n'));
});
