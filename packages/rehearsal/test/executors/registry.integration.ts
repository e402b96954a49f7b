import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { imageManifest } from '../../src/executors/image/manifest';
import { registerManifest } from '../../src/executors/image/registry';

const roles: string[] = [];
const pushed: string[] = [];
let refuses = false;
/** Gives out a key for a role, or refuses to, and takes every manifest. */
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (data) => (body += String(data)));
  request.on('end', () => {
    const [, key, region] = /Credential=([^/]+)\/[^/]+\/([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
    const role = new URLSearchParams(body).get('RoleArn');
    if (role === null) {
      pushed.push(`${key} ${region} ${JSON.parse(body).repositoryName}`);
      return response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"image":{}}');
    }
    roles.push(`${key} ${role}`);
    if (refuses) return response.writeHead(403).end('<Error><Message>not authorized</Message></Error>');
    const parts = { AccessKeyId: 'ASIAROLE', SecretAccessKey: 's', SessionToken: 't' };
    return response.end(
      Object.entries(parts)
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join(''),
    );
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());
beforeEach(() => {
  for (const list of [roles, pushed]) list.splice(0);
  refuses = false;
});

const push = (reference: string) =>
  registerManifest(reference, imageManifest('a'.repeat(64), []), {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAJOB',
    AWS_SECRET_ACCESS_KEY: 's',
  });
const ofCdk = 'cdk-mine-container-assets-222222222222-eu-west-1';
const host = '222222222222.dkr.ecr.eu-west-1.amazonaws.com';

describe('a manifest that would have been pushed', () => {
  test("goes to a repository of the app's own as the job's role", async () => {
    await push(`${host}/team/app:1`);
    expect(roles).toEqual([]);
    expect(pushed).toEqual(['AKIAJOB us-east-1 team/app']);
  });

  test("goes to a bootstrap stack's repository as the role of its account that publishes images", async () => {
    await push(`${host}/${ofCdk}:abc`);
    expect(roles).toEqual([
      'AKIAJOB arn:aws:iam::222222222222:role/cdk-mine-image-publishing-role-222222222222-eu-west-1',
    ]);
    expect(pushed).toEqual([`ASIAROLE eu-west-1 ${ofCdk}`]);
  });

  test('goes nowhere where that role can not be assumed', async () => {
    refuses = true;
    await expect(push(`${host}/${ofCdk}:abc`)).rejects.toThrow(/^TAP4218: .*image-publishing-role.*: not authorized/);
    expect(pushed).toEqual([]);
  });
});
