import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { makeJobFolder } from '../../src/executors/codebuild/job-folder';
import { readTaskImage } from '../../src/executors/image/built-images';
import { equipDocker } from '../../src/executors/image/equip-docker';
import { temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();
const app = join(folder, 'app');
mkdirSync(app);
writeFileSync(
  join(app, 'Dockerfile'),
  'FROM x\nWORKDIR /app\nRUN apt-get update && node -e "require(\'fs\').writeFileSync(\'made\', \'here\')"\nCMD ["node", "main.js"]\n',
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

/** A registry that takes every manifest, and keeps what it was sent. */
async function openRegistry() {
  const pushed: Record<string, string>[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      pushed.push(JSON.parse(body));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"image":{}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'k',
    AWS_SECRET_ACCESS_KEY: 's',
  };
  return { pushed, env, close: () => server.close() };
}

const digest = `sha256:${'a'.repeat(64)}`;
const base = `node:24@${digest}`;
/** The same image in a registry that the machine has no login for. */
const elsewhere = `public.ecr.aws/docker/library/node@${digest}`;
const reference = '111111111111.dkr.ecr.us-east-1.amazonaws.com/acme/app:abc';

describe('the docker of a job with an engine of another name', () => {
  test('lets it build, registers what was built, says who built it, and leaves none of it there', async () => {
    const bin = join(folder, 'engine-bin');
    const asked = join(folder, 'asked.txt');
    const parts = join(folder, 'parts');
    for (const made of [bin, parts]) mkdirSync(made);
    writeFileSync(
      join(parts, 'c.json'),
      '{"config":{"WorkingDir":"/app","Entrypoint":null,"Cmd":["node","main.js"],"Env":["A=b=c"]},"rootfs":{"diff_ids":["sha256:aa"]}}',
    );
    writeFileSync(join(parts, 'manifest.json'), '[{"Config":"c.json","Layers":["l.tar"]}]');
    mkdirSync(join(folder, 'layer', 'app'), { recursive: true });
    writeFileSync(join(folder, 'layer', 'app', 'main.js'), 'built');
    spawnSync('tar', ['-cf', join(parts, 'l.tar'), '-C', join(folder, 'layer'), '.']);
    const script = `echo "$@" >> '${asked}'\n[ "$1" = run ] && echo 0a1b\n[ "$1" = save ] && tar -cf "$3" -C '${parts}' .\nexit 0`;
    writeFileSync(join(bin, 'podman'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

    const registry = await openRegistry();
    const job = await makeJobFolder(join(folder, 'job-with-engine'));
    const images = join(folder, 'engine-images');
    mkdirSync(images);
    const engine = { name: 'podman', env: { PATH: [bin, process.env.PATH].join(delimiter) } } as const;
    const equipment = await equipDocker({ engine, base }, images)(job, {}, new AbortController().signal);
    const path = [join(job.prefix, 'bin'), process.env.PATH].join(delimiter);
    try {
      expect(await docker(path, registry.env, 'pull', elsewhere)).toMatchObject({ status: 0 });
      const build = ['build', '--build-arg', `BASE=${elsewhere}`, '--tag', reference, 'app'];
      expect(await docker(path, registry.env, ...build)).toMatchObject({ status: 0 });
      const run = ['run', '--detach', '--memory', '1g', reference];
      expect(await docker(path, registry.env, ...run)).toEqual({ status: 0, said: '0a1b\n' });
      expect(await docker(path, registry.env, 'stop', '-t', '30', '0a1b')).toMatchObject({ status: 0 });
      expect(await docker(path, registry.env, 'push', reference)).toMatchObject({ status: 0 });
    } finally {
      registry.close();
    }
    expect(registry.pushed).toEqual([expect.objectContaining({ repositoryName: 'acme/app', imageTag: 'abc' })]);
    const made = spawnSync('sha256sum', { input: registry.pushed[0]?.imageManifest }).stdout.toString().slice(0, 64);
    expect(readTaskImage(images, `sha256:${made}`)).toEqual({
      directory: join(images, made),
      workdir: '/app',
      entryPoint: [],
      command: ['node', 'main.js'],
      variables: { A: 'b=c' },
    });
    expect(await equipment.report()).toEqual({
      differences: expect.arrayContaining([
        { onAws: 'docker builds the image', here: 'podman does' },
        { onAws: `docker pulls ${elsewhere}, with a login`, here: `${base} is the same, by its digest` },
      ]),
    });
    await equipment.end();
    const lines = readFileSync(asked, 'utf8').trim().split('\n');
    expect(lines[0]).toBe(`build --build-arg BASE=${base} --tag ${reference} app`);
    expect(lines.slice(1, 3)).toEqual([`run --detach --memory 1g ${reference}`, 'stop -t 30 0a1b']);
    expect(lines.slice(-2)).toEqual(['rm --force 0a1b', `rmi ${reference}`]);
  });
});

describe('the docker of a job without a container engine', () => {
  test('builds a stand-in, registers its manifest where a push would go, and says what it did not do', async () => {
    const registry = await openRegistry();
    const job = await makeJobFolder(join(folder, 'job'));
    const images = join(folder, 'images');
    mkdirSync(images);
    const equip = equipDocker({ engine: undefined, reason: 'none is installed' }, images);
    const equipment = await equip(job, { CODEBUILD_BUILD_ID: 'image:1' }, new AbortController().signal);
    const path = [join(job.prefix, 'bin'), process.env.PATH].join(delimiter);
    try {
      expect(await docker(path, registry.env, 'pull', elsewhere)).toMatchObject({ status: 0 });
      expect(await docker(path, registry.env, 'inspect', reference)).toMatchObject({ status: 1 });
      expect(await docker(path, registry.env, 'build', '--tag', reference, 'app')).toMatchObject({ status: 0 });
      expect(await docker(path, registry.env, 'inspect', reference)).toMatchObject({ status: 0 });
      expect(await docker(path, registry.env, 'push', reference)).toMatchObject({ status: 0 });
      const refused = await docker(path, registry.env, 'run', 'x');
      expect(refused).toMatchObject({ status: 1, said: expect.stringContaining('TAP4213') });
    } finally {
      registry.close();
    }
    expect(registry.pushed).toEqual([expect.objectContaining({ repositoryName: 'acme/app', imageTag: 'abc' })]);
    const made = spawnSync('sha256sum', { input: registry.pushed[0]?.imageManifest }).stdout.toString().slice(0, 64);
    expect(readFileSync(join(images, made, 'made'), 'utf8')).toBe('here');
    expect(readTaskImage(images, `sha256:${made}`)).toEqual({
      directory: join(images, made),
      workdir: '/app',
      entryPoint: [],
      command: ['node', 'main.js'],
      variables: {},
    });
    expect(readTaskImage(images, `sha256:${'0'.repeat(64)}`)).toBeUndefined();

    const { differences, standIn } = await equipment.report();
    expect(standIn).toContain('none is installed');
    expect(differences).toContainEqual({
      onAws: `docker pulls ${elsewhere}, with a login`,
      here: 'not pulled: no container engine',
    });
    expect(differences).toContainEqual({ onAws: 'RUN apt-get update', here: 'not run: no container engine' });

    // The pipeline starts over: the same project finds the image in its registry, and asks docker for nothing.
    const again = async (project: string) => {
      const next = await makeJobFolder(join(folder, `job-again-${project}`));
      const env = { CODEBUILD_BUILD_ID: `${project}:2` };
      return (await equip(next, env, new AbortController().signal)).report();
    };
    expect(await again('image')).toMatchObject({ standIn: expect.stringContaining('none is installed') });

    // It may start what stands there, by its digest.
    const next = await makeJobFolder(join(folder, 'job-again-started'));
    const started = await equip(next, { CODEBUILD_BUILD_ID: 'image:3' }, new AbortController().signal);
    const ask = (...args: string[]) =>
      docker([join(next.prefix, 'bin'), process.env.PATH].join(delimiter), {}, ...args);
    const there = `111111111111.dkr.ecr.us-east-1.amazonaws.com/acme/app@sha256:${made}`;
    expect(await ask('pull', there)).toEqual({ status: 0, said: `here already: ${there}\n` });
    const { status, said } = await ask('run', '--detach', '--init', there, 'node', '--version');
    expect({ status, said }).toEqual({ status: 0, said: expect.stringMatching(/^[0-9a-f]{64}\n$/) });
    expect(await ask('wait', said.trim())).toEqual({ status: 0, said: '0\n' });
    expect(await ask('logs', said.trim())).toEqual({ status: 0, said: `${process.version}\n` });
    const { standIn: why, differences: here } = await started.report();
    expect(why).toContain('; 1 container was a process of its files.');
    expect(here).toContainEqual(expect.objectContaining({ onAws: `docker run ${there} node --version` }));
    expect(await again('another')).toEqual({ differences: [] });
  });

  test.each([
    ['that asks for none', undefined],
    ['that asks only what docker it is', 'version'],
  ])('has nothing to say of a job %s: its commands are its own', async (name, argument) => {
    const job = await makeJobFolder(join(folder, name));
    const equip = equipDocker({ engine: undefined, reason: 'none is installed' }, folder);
    const equipment = await equip(job, { CODEBUILD_BUILD_ID: 'idle:1' }, new AbortController().signal);
    const path = [join(job.prefix, 'bin'), process.env.PATH].join(delimiter);
    if (argument !== undefined) expect(await docker(path, {}, argument)).toMatchObject({ status: 0 });
    expect(await equipment.report()).toEqual({ differences: [] });
  });
});
