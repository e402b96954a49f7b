import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Caller } from '../../src/cloud/base/contracts';
import type { ExecutorContext } from '../../src/executors/executor-context';
import { fakeCloud } from './fake-cloud';

export interface FakeS3 {
  /** A local cloud whose callers reach it. */
  readonly cloud: ExecutorContext['cloud'];
  readonly callers: readonly Caller[];
  /** Contents by `bucket/key`. */
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Buckets, and whether they keep versions. */
  readonly buckets: Map<string, boolean>;
  close(): void;
}

/** As much of S3 as executors use, in memory. */
export async function fakeS3(buckets: Readonly<Record<string, boolean>> = {}): Promise<FakeS3> {
  const kept = new Map(Object.entries(buckets));
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://s3');
    const [, bucket = '', ...rest] = decodeURIComponent(pathname).split('/');
    const key = rest.join('/');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (key !== '') {
        const name = `${bucket}/${key}`;
        if (request.method === 'PUT') objects.set(name, Buffer.concat(chunks));
        const status = objects.has(name) ? 200 : 404;
        return response.writeHead(status, { etag: '"e-1"', 'x-amz-version-id': 'v-1' }).end();
      }
      if (request.method === 'PUT') {
        kept.set(bucket, searchParams.has('versioning'));
        return response.writeHead(200).end();
      }
      if (!kept.has(bucket)) return response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>');
      const status = kept.get(bucket) === true ? '<Status>Enabled</Status>' : '';
      return response.writeHead(200).end(`<VersioningConfiguration>${status}</VersioningConfiguration>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { cloud, callers } = fakeCloud();
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    cloud: { ...cloud, awsVariables: (caller) => ({ ...cloud.awsVariables(caller), AWS_ENDPOINT_URL: endpoint }) },
    callers,
    objects,
    buckets: kept,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
