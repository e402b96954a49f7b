import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

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

/** Runs the job's program with a `docker` that only writes down what it is asked. */
async function runJob(findings: Parameters<typeof openAws>[0]) {
  const aws = await openAws(findings);
  const asked = join(folder, 'asked.txt');
  writeFileSync(asked, '');
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho "$@" >> '${asked}'\n`, { mode: 0o755 });
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
  };
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/image.ts'], { cwd: root, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const [evidence] = aws.kept;
    return { code, said, evidence, docker: readFileSync(asked, 'utf8').trim().split('\n') };
  } finally {
    aws.close();
  }
}

test('the image job pulls its base with a login, builds on it, pushes, judges the scan and keeps what it found', async () => {
  const { code, said, evidence, docker } = await runJob([{ name: 'CVE-1', severity: 'HIGH' }]);
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('the scan found 1 HIGH') });
  expect(docker).toEqual([
    'login --username AWS --password-stdin public.ecr.aws',
    `pull ${base}@${pinned}`,
    expect.stringContaining(`build --build-arg BASE=${base}@${pinned} --tag`),
    'login --username AWS --password-stdin 111111111111.dkr.ecr.eu-west-1.amazonaws.com',
    'push 111111111111.dkr.ecr.eu-west-1.amazonaws.com/tap/shop:abc',
  ]);
  expect(evidence?.path).toContain('/abc/run-1/Build/image/scan.json');
  expect(readFileSync(join(root, 'exports/IMAGE_DIGEST'), 'utf8')).toBe(digest);
});

test('a critical finding that nobody accepted stops it, and is kept as evidence all the same', async () => {
  const { code, said, evidence } = await runJob([{ name: 'CVE-0000-00000', severity: 'CRITICAL' }]);
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/TAP2024[\s\S]*CRITICAL CVE-0000-00000/) });
  expect(evidence?.body).toContain('"verdict": "fail"');
});
