import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { serviceNames, servicesOnTheDatabase } from '../../lib/config';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'image-job-'));
const digest = `sha256:${'a'.repeat(64)}`;
const base = 'public.ecr.aws/docker/library/node';
const pinned = /^ARG BASE=\S+@(sha256:[0-9a-f]{64})$/m.exec(readFileSync(join(root, 'app/Dockerfile'), 'utf8'))?.[1];
const token = Buffer.from('AWS:password').toString('base64');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(root, 'exports'), { recursive: true, force: true });
});

/** What AWS answers each call of the job, by its operation; a push makes the image known. */
async function openAws(findings: readonly { readonly name: string; readonly severity: string }[]) {
  const kept: { path: string; body: string }[] = [];
  let asked = 0;
  const answers: Readonly<Record<string, () => unknown>> = {
    BatchGetImage: () => {
      asked += 1;
      return { images: asked === 1 ? [] : [{ imageId: { imageDigest: digest } }] };
    },
    DescribeImageScanFindings: () => ({
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { findingSeverityCounts: {}, findings },
    }),
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const operation = target.split('.').at(-1) ?? '';
      if (request.method === 'PUT') kept.push({ path: request.url ?? '', body });
      const authorizationData = target.startsWith('Spencer')
        ? { authorizationToken: token }
        : [{ authorizationToken: token }];
      const answer = answers[operation]?.() ?? { authorizationData };
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(request.method === 'PUT' ? '' : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, kept, close: () => server.close() };
}

/** What a container's health answers, on a port of this machine. */
async function openHealth(status: number) {
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** Writes down what it is asked; its containers live until they are stopped. */
const dockerScript = (asked: string, health: { readonly onTheDatabase: number; readonly others: number }) => `#!/bin/sh
echo "$@" >> '${asked}'
case "$1" in
  run) for service in "$@"; do :; done; echo "$service" > '${folder}/running-'$$; echo "$$" ;;
  port)
    case " ${servicesOnTheDatabase.join(' ')} " in
      *" $(cat '${folder}/running-'$2) "*) echo 127.0.0.1:${health.onTheDatabase} ;;
      *) echo 127.0.0.1:${health.others} ;;
    esac ;;
  stop) rm '${folder}/running-'$4 ;;
  wait) while [ -e '${folder}/running-'$2 ]; do sleep 0.1; done; echo 0 ;;
  logs) echo 'its last words' ;;
  rm) rm -f '${folder}/running-'$3 ;;
esac
`;

/** What a service answers that keeps its promise. */
const promised = (service: string) => (servicesOnTheDatabase.includes(service) ? 503 : 200);

/** Runs the job's program, over an image whose services keep their promises, or all break that of their health. */
async function runJob(findings: Parameters<typeof openAws>[0], kept = true) {
  const aws = await openAws(findings);
  const [unwell, well] = [await openHealth(503), await openHealth(200)];
  const [onTheDatabase, others] = kept ? [unwell.port, well.port] : [well.port, unwell.port];
  const asked = join(folder, 'asked.txt');
  writeFileSync(asked, '');
  writeFileSync(join(folder, 'docker'), dockerScript(asked, { onTheDatabase, others }), { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: [folder, process.env.PATH].join(delimiter),
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    REPOSITORY_URI: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/tap/shop',
    REPOSITORY_NAME: 'tap/shop',
    TAG: 'abc',
    BASE_REPOSITORY: base,
    EVIDENCE_BUCKET: 'evidence',
    EXECUTION: 'run-1',
    CODEBUILD_BUILD_ID: 'tap-image:0a1b',
    CODEBUILD_BUILD_NUMBER: '7',
  };
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/image.ts'], { cwd: root, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const evidence = (name: string) =>
      aws.kept.find(({ path }) => path.includes(`/abc/run-1/Build/image/7-0a1b/${name}.json`));
    return { code, said, evidence, docker: readFileSync(asked, 'utf8').trim().split('\n') };
  } finally {
    for (const health of [unwell, well]) health.close();
    aws.close();
  }
}

const reference = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/tap/shop:abc';

test('the image job builds on its base, tries the containers, pushes, judges the scan and keeps what it found', async () => {
  const { code, said, evidence, docker } = await runJob([{ name: 'CVE-1', severity: 'HIGH' }]);
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('the scan found 1 HIGH') });
  const tried = docker.findIndex((line) => line.startsWith('run '));
  expect(docker.slice(0, tried)).toEqual([
    'login --username AWS --password-stdin public.ecr.aws',
    `pull ${base}@${pinned}`,
    expect.stringContaining(`build --build-arg BASE=${base}@${pinned} --tag`),
  ]);
  expect(docker.slice(-2)).toEqual([
    'login --username AWS --password-stdin 111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    `push ${reference}`,
  ]);
  const started = docker.filter((line) => line.startsWith('run '));
  expect(started).toHaveLength(serviceNames.length);
  for (const [index, service] of serviceNames.entries()) {
    const line = started.find((one) => one.endsWith(`${reference} node dist/main.js ${service}`));
    expect({ index, line }).toEqual({
      index,
      line: expect.stringMatching(
        /^run --detach --init --user 1000:1000 --read-only --cap-drop ALL --publish 127\.0\.0\.1::8080 .*--env DATABASE_HOST=127\.0\.0\.1 --env DATABASE_PORT=1 /,
      ),
    });
  }
  expect(docker.filter((line) => line.startsWith('rm --force '))).toHaveLength(serviceNames.length);
  expect(JSON.parse(evidence('contract')?.body ?? '')).toMatchObject({
    image: reference,
    verdict: 'pass',
    services: serviceNames.map((service) => ({
      service,
      healthWithoutDatabase: [promised(service), promised(service), promised(service)],
      exitCode: 0,
    })),
  });
  expect(evidence('scan')?.body).toContain('"found"');
  expect(readFileSync(join(root, 'exports/IMAGE_DIGEST'), 'utf8')).toBe(digest);
});

test('an image whose services break their promises is not pushed; what was seen is kept', async () => {
  const { code, said, evidence, docker } = await runJob([], false);
  expect({ code, said }).toEqual({
    code: 1,
    said: expect.stringMatching(
      new RegExp(
        serviceNames
          .map((service) => `TAP2034: ${service}: GET /health answered`)
          .join('[\\s\\S]*its last words[\\s\\S]*'),
      ),
    ),
  });
  expect(docker.filter((line) => line.startsWith('push '))).toEqual([]);
  expect(docker.filter((line) => line.startsWith('rm --force '))).toHaveLength(serviceNames.length);
  expect(evidence('contract')?.body).toContain('"verdict": "fail"');
});

test('a critical finding that nobody accepted stops it, and is kept as evidence all the same', async () => {
  const { code, said, evidence } = await runJob([{ name: 'CVE-0000-00000', severity: 'CRITICAL' }]);
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/TAP2024[\s\S]*CRITICAL CVE-0000-00000/) });
  expect(evidence('scan')?.body).toContain('"verdict": "fail"');
});
