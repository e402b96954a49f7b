import { CodedError } from '@delivery/coded-error';
import { unzipSync } from 'fflate';
import { isRecord } from '../base/record';
import type { Scope, Upstream } from '../base/upstream';
import { addressOfStackId } from '../resources/stack-key';
import { contentType } from './content-types';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';
import { unescapeXml } from './error-answer';
import { untagLiterals } from './templates/tagged-literals';

/** Metadata that CDK passes on to the AWS CLI, as headers of S3. */
const headersOfSystemMetadata: Readonly<Record<string, string>> = {
  'cache-control': 'cache-control',
  'content-disposition': 'content-disposition',
  'content-encoding': 'content-encoding',
  'content-language': 'content-language',
  'content-type': 'content-type',
};

/** Carries out `Custom::CDKBucketDeployment`: the files of the zipped assets are put into the destination bucket. */
export class BucketDeployment {
  constructor(private readonly upstream: Upstream) {}

  /** @throws TAP4308 if an asset can't be read or a file can't be put */
  async handle(event: CustomResourceEvent): Promise<CustomResourceAnswer> {
    const scope = addressOfStackId(event.StackId);
    const properties = untagLiterals(event.ResourceProperties.Original);
    if (!isRecord(properties)) throw new CodedError('TAP4308', 'the bucket deployment has no properties');
    const bucket = String(properties.DestinationBucketName ?? '');
    const prefix = folder(properties.DestinationBucketKeyPrefix);
    const physicalId = event.PhysicalResourceId ?? `aws.cdk.s3deployment.${event.RequestId}`;
    const attributes = {
      DestinationBucketArn: `arn:aws:s3:::${bucket}`,
      SourceObjectKeys: texts(properties.SourceObjectKeys).join(','),
    };
    if (event.RequestType === 'Delete') {
      if (properties.RetainOnDelete !== true) await this.prune(scope, bucket, prefix, new Set());
      return { physicalId };
    }
    const files = await this.files(scope, properties);
    const metadata = systemMetadata(properties.SystemMetadata);
    for (const [name, bytes] of files) {
      const headers = { 'content-type': contentType(name), ...metadata };
      const answer = await this.upstream.rest(
        'PUT',
        objectPath(bucket, `${prefix}${name}`),
        's3',
        scope,
        bytes,
        headers,
      );
      if (answer.status !== 200) {
        throw new CodedError('TAP4308', `${name} can't be put into bucket ${bucket}: status ${answer.status}`);
      }
    }
    if (properties.Prune !== false) {
      await this.prune(scope, bucket, prefix, new Set([...files.keys()].map((name) => `${prefix}${name}`)));
    }
    return { physicalId, attributes };
  }

  /** Empties a bucket of every version (`Custom::S3AutoDeleteObjects`, at its deletion): one that holds any is not deleted. */
  async autoDelete(event: CustomResourceEvent): Promise<CustomResourceAnswer> {
    const properties = untagLiterals(event.ResourceProperties.Original);
    const bucket = isRecord(properties) ? String(properties.BucketName ?? '') : '';
    if (event.RequestType === 'Delete' && bucket !== '') {
      await this.empty(addressOfStackId(event.StackId), bucket);
    }
    return { physicalId: bucket === '' ? event.LogicalResourceId : bucket };
  }

  private async files(scope: Scope, properties: Record<string, unknown>): Promise<Map<string, Buffer>> {
    const buckets = texts(properties.SourceBucketNames);
    const markers = Array.isArray(properties.SourceMarkers) ? properties.SourceMarkers : [];
    const files = new Map<string, Buffer>();
    for (const [index, key] of texts(properties.SourceObjectKeys).entries()) {
      const source = objectPath(buckets[index] ?? '', key);
      const answer = await this.upstream.rest('GET', source, 's3', scope);
      if (answer.status !== 200) {
        throw new CodedError('TAP4308', `the asset ${source} can't be read: status ${answer.status}`);
      }
      const entries: [string, Buffer][] =
        properties.Extract === false
          ? [[key.split('/').at(-1) ?? key, answer.body]]
          : Object.entries(unzipSync(answer.body)).map(([name, bytes]) => [name, Buffer.from(bytes)]);
      for (const [name, bytes] of entries) {
        if (!name.endsWith('/')) files.set(name, withMarkers(bytes, markers[index]));
      }
    }
    return files;
  }

  private async empty(scope: Scope, bucket: string): Promise<void> {
    for (;;) {
      const answer = await this.upstream.rest('GET', `/${bucket}?versions&max-keys=1000`, 's3', scope);
      const versions = [
        ...answer.body.toString().matchAll(/<Key>([^<]*)<\/Key>[\s\S]*?<VersionId>([^<]*)<\/VersionId>/g),
      ];
      for (const [, key = '', version = ''] of versions) {
        const path = `${objectPath(bucket, unescapeXml(key))}?versionId=${encodeURIComponent(version)}`;
        const { status } = await this.upstream.rest('DELETE', path, 's3', scope);
        if (status >= 300)
          throw new CodedError('TAP4308', `${key} can't be removed from bucket ${bucket}: status ${status}`);
      }
      if (versions.length === 0) return;
    }
  }

  private async prune(scope: Scope, bucket: string, prefix: string, keep: ReadonlySet<string>): Promise<void> {
    const query = `list-type=2&max-keys=1000&prefix=${encodeURIComponent(prefix)}`;
    const answer = await this.upstream.rest('GET', `/${bucket}?${query}`, 's3', scope);
    const keys = [...answer.body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescapeXml(key));
    for (const key of keys.filter((one) => !keep.has(one))) {
      await this.upstream.rest('DELETE', objectPath(bucket, key), 's3', scope);
    }
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function folder(prefix: unknown): string {
  if (typeof prefix !== 'string' || prefix === '' || prefix === '/') return '';
  return prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function objectPath(bucket: string, key: string): string {
  return `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

function systemMetadata(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => {
      const header = headersOfSystemMetadata[name.toLowerCase()];
      return header === undefined ? [] : [[header, String(text)] as const];
    }),
  );
}

/** Replaces the markers of values that were known only at deployment (`Source.data`). */
function withMarkers(bytes: Buffer, markers: unknown): Buffer {
  const known = Object.entries(isRecord(markers) ? markers : {});
  if (known.length === 0) return bytes;
  const text = known.reduce((before, [marker, value]) => before.replaceAll(marker, String(value)), bytes.toString());
  return Buffer.from(text);
}
