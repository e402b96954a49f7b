import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolVersions } from '../../lib/pipeline/tool-versions';

test.each([
  ['a range', { 'aws-cdk': '^2.0.0', 'cdk-assets': '4.0.0' }],
  ['a missing version', { 'cdk-assets': '4.0.0' }],
])('%s is refused, because the pipeline would then install whatever is newest', (_, devDependencies) => {
  const folder = mkdtempSync(join(tmpdir(), 'versions-'));
  const file = join(folder, 'package.json');
  writeFileSync(file, JSON.stringify({ devDependencies }));
  try {
    expect(() => toolVersions(file)).toThrow(/^TAP1803: .*aws-cdk/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
