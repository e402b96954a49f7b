import { ECRClient, ScanNotFoundException } from '@aws-sdk/client-ecr';
import { EcrRegistry } from '../../../../scripts/build/image/registry';

const digest = `sha256:${'a'.repeat(64)}`;

interface Call {
  readonly command: string;
  readonly input: unknown;
}

/** A client that gives these answers one after the other, the last one for ever, and remembers what it was asked. */
function registryAnswering(...answers: readonly (object | Error)[]): { registry: EcrRegistry; calls: Call[] } {
  const calls: Call[] = [];
  const client = new ECRClient({ region: 'us-east-1' });
  jest.spyOn(client, 'send').mockImplementation(async (command: { constructor: { name: string }; input: unknown }) => {
    const answer = answers[Math.min(calls.length, answers.length - 1)];
    calls.push({ command: command.constructor.name, input: command.input });
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { registry: new EcrRegistry('tap/shop', client), calls };
}

test('a tag is looked up by what is stored, converted into nothing else', async () => {
  const { registry, calls } = registryAnswering({ images: [{ imageId: { imageTag: 'abc', imageDigest: digest } }] });
  await expect(registry.digestOf('abc')).resolves.toBe(digest);
  expect(calls).toMatchObject([
    { command: 'BatchGetImageCommand', input: { repositoryName: 'tap/shop', imageIds: [{ imageTag: 'abc' }] } },
  ]);
});

test('a tag that is not there has no digest', async () => {
  const { registry } = registryAnswering({ images: [], failures: [{ failureCode: 'ImageNotFound' }] });
  await expect(registry.digestOf('abc')).resolves.toBeUndefined();
});

test('the login is the registry’s own', async () => {
  const authorizationToken = Buffer.from('AWS:password').toString('base64');
  const { registry } = registryAnswering({ authorizationData: [{ authorizationToken }] });
  await expect(registry.credentials()).resolves.toEqual({ user: 'AWS', password: 'password' });
});

test('a finding of basic scanning is its name, its severity and its package', async () => {
  const { registry } = registryAnswering({
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: {
      findingSeverityCounts: { HIGH: 1, LOW: 2 },
      findings: [
        {
          name: 'CVE-1',
          severity: 'HIGH',
          attributes: [
            { key: 'package_version', value: '3.0.17' },
            { key: 'package_name', value: 'openssl' },
          ],
        },
        { name: 'CVE-2', severity: 'LOW', attributes: [{ key: 'package_name', value: 'zlib1g' }] },
        { name: 'CVE-3', severity: 'LOW' },
      ],
    },
  });
  await expect(registry.scanOf(digest)).resolves.toEqual({
    status: 'COMPLETE',
    counts: { HIGH: 1, LOW: 2 },
    findings: [
      { id: 'CVE-1', severity: 'HIGH', packages: ['openssl 3.0.17'] },
      { id: 'CVE-2', severity: 'LOW', packages: ['zlib1g'] },
      { id: 'CVE-3', severity: 'LOW', packages: [] },
    ],
  });
});

test('a finding of enhanced scanning is its vulnerability and all its packages', async () => {
  const { registry } = registryAnswering({
    imageScanStatus: { status: 'ACTIVE' },
    imageScanFindings: {
      enhancedFindings: [
        {
          title: 'CVE-1 - openssl, libssl3',
          severity: 'CRITICAL',
          packageVulnerabilityDetails: {
            vulnerabilityId: 'CVE-1',
            vulnerablePackages: [{ name: 'openssl', version: '3.0.17' }, { name: 'libssl3' }],
          },
        },
        { title: 'Something else', severity: 'UNTRIAGED' },
      ],
    },
  });
  await expect(registry.scanOf(digest)).resolves.toEqual({
    status: 'ACTIVE',
    counts: {},
    findings: [
      { id: 'CVE-1', severity: 'CRITICAL', packages: ['openssl 3.0.17', 'libssl3'] },
      { id: 'Something else', severity: 'UNTRIAGED', packages: [] },
    ],
  });
});

test('findings are read to the last page', async () => {
  const page = (name: string, nextToken?: string) => ({
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { findingSeverityCounts: { LOW: 2 }, findings: [{ name, severity: 'LOW' }] },
    nextToken,
  });
  const { registry, calls } = registryAnswering(page('CVE-1', 'more'), page('CVE-2'));
  const { findings } = await registry.scanOf(digest);
  expect(findings.map(({ id }) => id)).toEqual(['CVE-1', 'CVE-2']);
  expect(calls.map(({ input }) => (input as { nextToken?: string }).nextToken)).toEqual([undefined, 'more']);
});

test('a finding without a name or severity is a finding', async () => {
  const { registry } = registryAnswering({
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { findings: [{}], enhancedFindings: [{}] },
  });
  const { findings } = await registry.scanOf(digest);
  expect(findings).toEqual(Array(2).fill({ id: 'without a name', severity: 'UNDEFINED', packages: [] }));
});

test('a scan that ECR does not know yet is none, any other error is one', async () => {
  const unknown = new ScanNotFoundException({ message: 'no scan', $metadata: {} });
  await expect(registryAnswering(unknown).registry.scanOf(digest)).resolves.toEqual({
    status: 'NONE',
    counts: {},
    findings: [],
  });
  await expect(registryAnswering(new Error('denied')).registry.scanOf(digest)).rejects.toThrow('denied');
});
