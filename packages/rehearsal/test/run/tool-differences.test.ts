import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolDifferences } from '../../src/run/tool-differences';
import { temporaryFolder } from '../executors/fake-cloud';

const folder = temporaryFolder();
writeFileSync(join(folder, 'hammer.json'), '{"version":"2.3.0"}');
mkdirSync(join(folder, 'bundle'));
mkdirSync(join(folder, 'nothing'));

const differences = (artifact: string, pinnedIn: string | undefined = 'hammer.json') =>
  toolDifferences(
    [{ program: 'hammer', pinnedIn }, { program: 'saw' }],
    join(folder, artifact),
    folder,
    { path: '/usr/bin:/bin', toolsDir: '', network: {} },
    new AbortController().signal,
  );
const handOn = (says: string) =>
  writeFileSync(join(folder, 'bundle', 'hammer'), `#!/bin/sh\necho "${says}"\n`, { mode: 0o755 });

describe('a tool that a build hands on', () => {
  test('is a difference in another version than the pinned one', async () => {
    expect(await differences('nothing')).toEqual([]);
    handOn('hammer v1.1.0 (commit/x)');
    expect(await differences('bundle')).toEqual([
      { onAws: expect.stringContaining('hammer 2.3.0'), here: expect.stringContaining('hammer 1.1.0') },
    ]);
    handOn('hammer v2.3.0 (commit/x)');
    expect(await differences('bundle')).toEqual([]);
  });

  test('is none where no release is pinned', async () => {
    handOn('hammer v1.1.0 (commit/x)');
    expect(await differences('bundle', 'no-such.json')).toEqual([]);
  });
});
