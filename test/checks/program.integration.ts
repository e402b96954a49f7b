import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A job as a process of its own, whose work is this. */

const folder = mkdtempSync(join(tmpdir(), 'program-'));
const program = JSON.stringify(join(__dirname, '..', '..', 'checks', 'program'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function endOf(work: string): Promise<{ readonly status: number | null; readonly stdout: string }> {
  const outfile = join(folder, 'job.cjs');
  const contents = `import { runJob } from ${program};
    void runJob(__dirname, async (job) => { ${work} });`;
  await build({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  return spawnSync(process.execPath, [outfile], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
}

describe('the program of a job', () => {
  test('ends with 0 when its work is done', async () => {
    expect(await endOf("job.say('done');")).toMatchObject({ status: 0, stdout: 'done\n' });
  });

  test.each([
    ['its work throws', "throw new Error('boom');", /^Error: boom\n$/],
    [
      'something throws where nobody waits for it',
      "setTimeout(() => { throw new Error('boom'); }, 10); await new Promise((resolve) => setTimeout(resolve, 500));",
      /^TAP3013: the program of this job broke: Error: boom\n$/,
    ],
    [
      'a promise is broken that nobody waits for',
      "void Promise.reject(new Error('boom')); await new Promise((resolve) => setTimeout(resolve, 500));",
      /^TAP3013: .*boom\n$/,
    ],
    [
      'it waits for something that never comes',
      'await new Promise(() => undefined);',
      /^TAP3013: .*it waits for something that never comes\n$/,
    ],
  ])('ends with 1 and the reason where %s', async (_what, work, says) => {
    const { status, stdout } = await endOf(work);
    expect(stdout).toMatch(says);
    expect(status).toBe(1);
  });
});
