import { strToU8, zipSync } from 'fflate';
import { BucketDeployment } from '../../../src/cloud/gateway/bucket-deployment';
import type { CustomResourceEvent } from '../../../src/cloud/gateway/custom-resource';
import { tagLiterals } from '../../../src/cloud/gateway/templates/tagged-literals';
import { fakeUpstream } from './fake-upstream';

const asset = zipSync({ 'index.html': strToU8('<p><<url>></p>'), 'js/app.js': strToU8('1'), 'js/': new Uint8Array() });
const old =
  '<ListBucketResult><Contents><Key>index.html</Key></Contents><Contents><Key>old&amp;gone.txt</Key></Contents></ListBucketResult>';

function site() {
  return fakeUpstream(({ what }) => {
    if (what === 's3 GET /assets/site.zip') return Buffer.from(asset);
    if (what.startsWith('s3 GET /site?')) return old;
    return what.startsWith('s3 PUT') || what.startsWith('s3 DELETE') ? '' : undefined;
  });
}

function event(RequestType: CustomResourceEvent['RequestType'], properties: object = {}): CustomResourceEvent {
  const original = {
    SourceBucketNames: ['assets'],
    SourceObjectKeys: ['site.zip'],
    SourceMarkers: [{ '<<url>>': 'https://example.org' }],
    DestinationBucketName: 'site',
    SystemMetadata: { 'cache-control': 'no-cache' },
    ...properties,
  };
  return {
    RequestType,
    RequestId: 'r',
    StackId: 'arn:aws:cloudformation:us-east-1:222222222222:stack/Alpha-Edge/uuid',
    ResponseURL: 'http://127.0.0.1/answer',
    LogicalResourceId: 'Site',
    ResourceProperties: { Original: tagLiterals(original) },
  };
}

test('files of the asset are put with content types and metadata, markers replaced, what was there before removed', async () => {
  const { upstream, calls } = site();
  const answer = await new BucketDeployment(upstream).handle(event('Create'));
  const puts = calls.filter(({ what }) => what.startsWith('s3 PUT'));
  expect(
    puts.map(({ what, body, headers }) => [what, body, headers?.['content-type'], headers?.['cache-control']]),
  ).toEqual([
    ['s3 PUT /site/index.html', '<p>https://example.org</p>', 'text/html', 'no-cache'],
    ['s3 PUT /site/js/app.js', '1', 'text/javascript', 'no-cache'],
  ]);
  expect(calls.at(-1)?.what).toBe('s3 DELETE /site/old%26gone.txt');
  expect(answer.attributes).toMatchObject({ DestinationBucketArn: 'arn:aws:s3:::site' });
});

test('nothing is removed where the deployment says so', async () => {
  const { upstream, calls } = site();
  await new BucketDeployment(upstream).handle(event('Create', { Prune: false }));
  expect(calls.filter(({ what }) => what.startsWith('s3 DELETE'))).toEqual([]);
});

test('an asset that is not there fails with a code', async () => {
  const { upstream } = fakeUpstream(() => undefined);
  await expect(new BucketDeployment(upstream).handle(event('Create'))).rejects.toThrow(/TAP4308.*site\.zip/);
});

test('a deletion empties the destination unless its content is to be retained', async () => {
  for (const [RetainOnDelete, deletions] of [
    [true, 0],
    [false, 2],
  ] as const) {
    const { upstream, calls } = site();
    await new BucketDeployment(upstream).handle(event('Delete', { RetainOnDelete }));
    expect(calls.filter(({ what }) => what.startsWith('s3 DELETE'))).toHaveLength(deletions);
  }
});
