import { ECRClient, ScanNotFoundException } from '@aws-sdk/client-ecr';
import { EcrRegistry } from '../../../../scripts/build/image/registry';

const DIGEST = `sha256:${'a'.repeat(64)}`;

interface Call {
  readonly command: string;
  readonly input: unknown;
}

/** A client that answers one call, and remembers what it was asked. */
function registryAnswering(answer: object | Error): { registry: EcrRegistry; calls: Call[] } {
  const calls: Call[] = [];
  const client = new ECRClient({ region: 'us-east-1' });
  jest.spyOn(client, 'send').mockImplementation(async (command: { constructor: { name: string }; input: unknown }) => {
    calls.push({ command: command.constructor.name, input: command.input });
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { registry: new EcrRegistry('tap/shop', client), calls };
}

test('a tag is looked up by what is stored, converted into nothing else', async () => {
  const { registry, calls } = registryAnswering({ images: [{ imageId: { imageTag: 'abc', imageDigest: DIGEST } }] });
  await expect(registry.digestOf('abc')).resolves.toBe(DIGEST);
  expect(calls).toMatchObject([
    { command: 'BatchGetImageCommand', input: { repositoryName: 'tap/shop', imageIds: [{ imageTag: 'abc' }] } },
  ]);
});

test('a tag that is not there has no digest', async () => {
  const { registry } = registryAnswering({ images: [], failures: [{ failureCode: 'ImageNotFound' }] });
  await expect(registry.digestOf('abc')).resolves.toBeUndefined();
});

test('the token is user and password', async () => {
  const authorizationToken = Buffer.from('AWS:pass:word').toString('base64');
  const { registry } = registryAnswering({ authorizationData: [{ authorizationToken }] });
  await expect(registry.credentials()).resolves.toEqual({ user: 'AWS', password: 'pass:word' });
});

test('an answer without token is refused', async () => {
  await expect(registryAnswering({}).registry.credentials()).rejects.toThrow(/^TAP2022/);
});

test('a scan is its status and its counts', async () => {
  const { registry } = registryAnswering({
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { findingSeverityCounts: { HIGH: 2 } },
  });
  await expect(registry.scanOf(DIGEST)).resolves.toEqual({ status: 'COMPLETE', counts: { HIGH: 2 } });
});

test('a scan that ECR does not know yet is none, any other error is one', async () => {
  const unknown = new ScanNotFoundException({ message: 'no scan', $metadata: {} });
  await expect(registryAnswering(unknown).registry.scanOf(DIGEST)).resolves.toEqual({ status: 'NONE', counts: {} });
  await expect(registryAnswering(new Error('denied')).registry.scanOf(DIGEST)).rejects.toThrow('denied');
});
