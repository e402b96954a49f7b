import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadGeneratorDifferences } from '../../../rehearsal/run/load-generator';
import { temporaryFolder } from '../executors/fake-cloud';

const folder = temporaryFolder();
mkdirSync(join(folder, 'scripts/setup'), { recursive: true });
writeFileSync(join(folder, 'scripts/setup/k6-releases.json'), '{"version":"2.3.0"}');
mkdirSync(join(folder, 'bundle'));

const differences = (artifact: string) =>
  loadGeneratorDifferences(
    join(folder, artifact),
    folder,
    { path: '/usr/bin:/bin', toolsDir: '', network: {} },
    new AbortController().signal,
  );

describe('the load generator that a build hands on', () => {
  test('is a difference in another version than the pinned one', async () => {
    expect(await differences('scripts')).toEqual([]);
    writeFileSync(join(folder, 'bundle', 'k6'), '#!/bin/sh\necho "k6 v1.1.0 (commit/x)"\n', { mode: 0o755 });
    expect(await differences('bundle')).toEqual([
      { onAws: expect.stringContaining('2.3.0'), here: expect.stringContaining('1.1.0') },
    ]);
    writeFileSync(join(folder, 'bundle', 'k6'), '#!/bin/sh\necho "k6 v2.3.0 (commit/x)"\n', { mode: 0o755 });
    expect(await differences('bundle')).toEqual([]);
  });
});
