import { ECRClient } from '@aws-sdk/client-ecr';
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public';
import { clientSettings } from '../../packages/rehearsal/src/cloud/base/caller-variables';
import {
  type GatewayUnderTest,
  gatewayUnderTest,
  region,
} from '../../packages/rehearsal/test/cloud/gateway/fake-emulator';
import { publicLogin } from '../../scripts/build/image/login';
import { EcrRegistry } from '../../scripts/build/image/registry';
import { findingsOf } from '../../scripts/build/image/scan';
import { judge, requirePass } from '../../scripts/build/image/verdict';

const digest = `sha256:${'a'.repeat(64)}`;
const planted = { name: 'CVE-1', severity: 'CRITICAL', packageName: 'openssl', packageVersion: '3.0.17' };
const acceptance = { id: planted.name, reason: 'Debian has no fix yet', until: '2026-12-31' };

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await gatewayUnderTest();
  under.answer = (_, response) => response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
});
afterAll(() => under.stop());
beforeEach(() => under.faults.set([]));

const settings = () => {
  const key = under.callers.issue({ name: 'job Build/Image', account: '222222222222', region: region });
  return { ...clientSettings(under.endpoint, key, region), maxAttempts: 1 };
};

/** What the image job makes of the scan that the gateway answers. */
async function verdict(accepted: readonly (typeof acceptance)[] = []) {
  const findings = await findingsOf(new EcrRegistry('tap/shop', new ECRClient(settings())), digest, {
    patienceMs: 1,
    intervalMs: 1,
    sleep: async () => undefined,
  });
  return judge(findings, { failsFrom: 'CRITICAL', accepted, today: new Date('2026-11-29T00:00:00Z') });
}

test('without a fault the scan is answered without findings', async () => {
  expect(await verdict()).toMatchObject({ verdict: 'pass', found: {} });
});

test('a planted finding stops the image, unless it is accepted', async () => {
  under.faults.set([{ service: 'ecr', action: 'DescribeImageScanFindings', scanFindings: [planted] }]);
  const stopped = await verdict();
  expect(() => requirePass(stopped, digest)).toThrow(/^TAP2024: [\s\S]*CRITICAL CVE-1 in openssl 3\.0\.17/);
  expect(await verdict([acceptance])).toMatchObject({ verdict: 'pass', accepted: [acceptance] });
});

test('the scan of an image that is not there is refused by the emulator', async () => {
  const { answer } = under;
  under.answer = (_, response) =>
    response
      .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
      .end('{"__type":"ImageNotFoundException","message":"no image"}');
  await expect(verdict()).rejects.toMatchObject({ name: 'ImageNotFoundException' });
  under.answer = answer;
});

test('a login to ECR Public is answered, for nothing is pulled from it', async () => {
  await expect(publicLogin(new ECRPUBLICClient(settings()))).resolves.toEqual({ user: 'AWS', password: 'rehearsal' });
});
