import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { makeJobFolder } from '../../../rehearsal/executors/codebuild/job-folder';
import { equipDocker } from '../../../rehearsal/executors/image/equip-docker';
import { temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();
const app = join(folder, 'app');
mkdirSync(app);
writeFileSync(
  join(app, 'Dockerfile'),
  "FROM x\nWORKDIR /app\nRUN apt-get update && node -e \"require('fs').writeFileSync('made', 'here')\"\n",
);

/** Runs the `docker` of an equipped job without blocking, so that the registry beside it can answer. */
function docker(
  path: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn('docker', args, { cwd: folder, env: { ...env, PATH: path } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
    child.on('close', (status) => resolve({ status, said }));
  });
}

describe('the docker of a job without a container engine', () => {
  test('builds a stand-in, registers its manifest where a push would go, and says what it did not do', async () => {
    const pushed: Record<string, string>[] = [];
    const registry = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => (body += String(data)));
      request.on('end', () => {
        pushed.push(JSON.parse(body));
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"image":{}}');
      });
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    const job = await makeJobFolder(join(folder, 'job'));
    const images = join(folder, 'images');
    mkdirSync(images);
    const equipment = await equipDocker({ engine: undefined, reason: 'none is installed' }, images)(
      job,
      {},
      new AbortController().signal,
    );
    const path = [join(job.prefix, 'bin'), process.env.PATH].join(delimiter);
    const env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
    };
    const reference = '111111111111.dkr.ecr.us-east-1.amazonaws.com/tap/app:abc';
    try {
      expect(await docker(path, env, 'build', '--tag', reference, 'app')).toMatchObject({ status: 0 });
      expect(await docker(path, env, 'push', reference)).toMatchObject({ status: 0 });
      const refused = await docker(path, env, 'run', 'x');
      expect(refused).toMatchObject({ status: 1, said: expect.stringContaining('TAP4213') });
    } finally {
      registry.close();
    }
    expect(pushed).toEqual([expect.objectContaining({ repositoryName: 'tap/app', imageTag: 'abc' })]);
    const digest = spawnSync('sha256sum', { input: pushed[0]?.imageManifest }).stdout.toString().slice(0, 64);
    expect(readFileSync(join(images, digest, 'made'), 'utf8')).toBe('here');

    const { differences, standIn } = await equipment.report();
    expect(standIn).toContain('none is installed');
    expect(differences).toContainEqual({ onAws: 'RUN apt-get update', here: 'not run: no container engine' });
  });
});
