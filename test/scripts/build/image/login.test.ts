import { ECRClient } from '@aws-sdk/client-ecr';
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public';
import { publicLogin, registryLogin } from '../../../../scripts/build/image/login';

const token = { authorizationToken: Buffer.from('AWS:pass:word').toString('base64') };

function privateRegistry(answer: object): ECRClient {
  const client = new ECRClient({ region: 'eu-central-1' });
  jest.spyOn(client, 'send').mockImplementation(async () => answer);
  return client;
}

function publicRegistry(answer: object): ECRPUBLICClient {
  const client = new ECRPUBLICClient({ region: 'us-east-1' });
  jest.spyOn(client, 'send').mockImplementation(async () => answer);
  return client;
}

test('a token is user and password, of private registries and of the public one', async () => {
  const login = { user: 'AWS', password: 'pass:word' };
  await expect(registryLogin(privateRegistry({ authorizationData: [token] }))).resolves.toEqual(login);
  await expect(publicLogin(publicRegistry({ authorizationData: token }))).resolves.toEqual(login);
});

test('an answer without token is refused, and the right that is missing is named', async () => {
  await expect(registryLogin(privateRegistry({}))).rejects.toThrow(/^TAP2022: .*ecr:GetAuthorizationToken/);
  await expect(publicLogin(publicRegistry({}))).rejects.toThrow(/^TAP2022: .*sts:GetServiceBearerToken/);
});
