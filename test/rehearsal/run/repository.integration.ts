import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Repository } from '../../../rehearsal/run/repository';
import { exitCodes } from '../../../rehearsal/run/run-error';
import { temporaryFolder } from '../executors/fake-cloud';

const root = temporaryFolder();
const { signal } = new AbortController();

test('a repository without commits is told that it needs one', async () => {
  writeFileSync(join(root, 'notes.txt'), 'not committed');
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  const repository = await Repository.open(root, signal);
  await expect(repository.resolve('HEAD')).rejects.toMatchObject({
    code: 'TAP4042',
    exitCode: exitCodes.wrongUse,
    message: expect.stringContaining('commit the files first'),
  });
});
