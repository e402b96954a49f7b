import type { Origin } from '../../../src/cloud/doors/behaviours';
import { Origins } from '../../../src/cloud/doors/origins';
import { resource } from '../fixtures/stacks';

const owned = (logicalId: string, type: string, id: string) => ({
  ...resource('Alpha-Edge', logicalId, type, id),
  environment: 'Alpha',
});
const distribution = owned('Cdn', 'AWS::CloudFront::Distribution', 'E1');
const bucket = owned('Site', 'AWS::S3::Bucket', 'site');
const origin = (id: string, kind: Origin['kind']): Origin => ({
  id,
  kind,
  host: `${id}.example.com`,
  path: '/files',
  headers: { 'x-origin': 'cdn' },
  port: 443,
  timeoutSeconds: 30,
});

/** Origins of a site's bucket, of a load balancer that hands back what it got, and of a host outside. */
function rig() {
  const used: string[] = [];
  const asked: unknown[] = [];
  const loadBalancer = {
    listenerAt: (port: number) => port,
    handle: async (exchange: unknown, listener: unknown) => {
      asked.push([exchange, listener]);
      return { status: 200, headers: {}, body: 'weather' };
    },
  };
  const origins = new Origins(distribution, [origin('site', 's3'), origin('weather', 'http'), origin('far', 'http')], {
    object: async (name, key) =>
      name === 'site' && key === 'files/a b.html' ? { body: Buffer.from('page') } : undefined,
    bucket: (host) => (host === 'site.example.com' ? bucket : undefined),
    loadBalancer: ({ id }) =>
      id === 'weather' ? { loadBalancer: loadBalancer as never, through: [owned('Origin', 'Vpc', 'vo')] } : undefined,
    used: (resources) => used.push(...resources.map(({ logicalId }) => logicalId)),
  });
  return { origins, used, asked };
}

const request = { method: 'GET', url: '/a%20b.html?x=1', headers: { accept: '*/*' } };

describe('an origin', () => {
  it('that is a bucket answers with the object at its path, of unknown type where none is stored', async () => {
    const { origins, used } = rig();
    expect(await origins.answer(request, 'site')).toEqual({
      status: 200,
      headers: { 'content-type': 'binary/octet-stream' },
      body: Buffer.from('page'),
    });
    expect(used).toEqual(['Cdn', 'Site']);
  });

  it('that is a bucket denies what it does not have, as S3 does to who may not list', async () => {
    expect(await rig().origins.answer({ ...request, url: '/b.html' }, 'site')).toMatchObject({ status: 403 });
  });

  it('that is a load balancer gets the request with the path and the headers of the origin', async () => {
    const { origins, used, asked } = rig();
    expect(await origins.answer(request, 'weather')).toMatchObject({ status: 200, body: 'weather' });
    const headers = { accept: '*/*', 'x-origin': 'cdn', via: expect.stringContaining('CloudFront') };
    expect(asked).toEqual([[{ ...request, url: `/files${request.url}`, headers }, 443]]);
    expect(used).toEqual(['Cdn', 'Origin']);
  });

  it.each([
    ['outside the rehearsal', 'far'],
    ['that the distribution does not have', 'nowhere'],
  ])('%s is a bad gateway', async (_, id) => {
    const { origins, used } = rig();
    expect(await origins.answer(request, id)).toMatchObject({ status: 502, body: expect.stringContaining(id) });
    expect(used).toEqual([]);
  });
});
