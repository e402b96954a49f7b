import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { detect } from '../../../src/cloud/gateway/detect';
import { findModels, ServiceModels } from '../../../src/cloud/gateway/service-models';

/** A part of S3's model, in the form of AWS's own. */
const model = {
  metadata: { protocol: 'rest-xml' },
  operations: {
    GetObject: { http: { method: 'GET', requestUri: '/{Bucket}/{Key+}' } },
    ListObjectsV2: { http: { method: 'GET', requestUri: '/{Bucket}?list-type=2' } },
    PutObject: { http: { method: 'PUT', requestUri: '/{Bucket}/{Key+}' } },
    CopyObject: { http: { method: 'PUT', requestUri: '/{Bucket}/{Key+}' }, input: { shape: 'CopyObjectRequest' } },
    UploadPart: { http: { method: 'PUT', requestUri: '/{Bucket}/{Key+}' }, input: { shape: 'UploadPartRequest' } },
  },
  shapes: {
    CopyObjectRequest: {
      required: ['CopySource'],
      members: { CopySource: { location: 'header', locationName: 'x-amz-copy-source' } },
    },
    UploadPartRequest: {
      required: ['PartNumber'],
      members: { PartNumber: { location: 'querystring', locationName: 'partNumber' } },
    },
  },
};

let python: string;
let models: ServiceModels;
beforeAll(() => {
  python = mkdtempSync(join(tmpdir(), 'models-'));
  const folder = join(python, 'lib', 'python3.11', 'site-packages', 'botocore', 'data', 's3', '2006-03-01');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'service-2.json.gz'), gzipSync(JSON.stringify(model)));
  models = new ServiceModels(findModels(python) ?? '');
});
afterAll(() => rmSync(python, { recursive: true }));

const ask = (
  method: string,
  target: string,
  rest: { headers?: Record<string, string>; body?: string; service?: string },
) =>
  detect(
    {
      method,
      url: new URL(target, 'http://gateway'),
      headers: rest.headers ?? {},
      ...(rest.body === undefined ? {} : { form: new URLSearchParams(rest.body) }),
      service: rest.service,
    },
    (service) => models.routes(service),
  );

test.each([
  ['GET', '/bucket/a/b.txt', {}, 'GetObject'],
  ['GET', '/bucket?list-type=2&prefix=a', {}, 'ListObjectsV2'],
  ['PUT', '/bucket/a/b.txt', {}, 'PutObject'],
  ['PUT', '/bucket/a?partNumber=1&uploadId=u', {}, 'UploadPart'],
  ['PUT', '/bucket/a', { 'x-amz-copy-source': 'b/c' }, 'CopyObject'],
  ['DELETE', '/bucket/a', {}, 'DELETE /bucket/a'],
])('S3: %s %s %j is %s', (method, target, headers, action) => {
  expect(ask(method, target, { headers, service: 's3' })).toEqual({ service: 's3', action, protocol: 's3' });
});

test('a target header names the operation', () => {
  const headers = { 'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.PutImage' };
  expect(ask('POST', '/', { headers, service: 'ecr' })).toEqual({
    service: 'ecr',
    action: 'PutImage',
    protocol: 'json',
  });
});

test('an action in the form or the query names the operation, and EC2 writes errors of its own', () => {
  const described = { service: 'ec2', action: 'DescribeVpcs', protocol: 'ec2' };
  expect(ask('POST', '/', { body: 'Action=DescribeVpcs&Version=1', service: 'ec2' })).toEqual(described);
  expect(ask('GET', '/?Action=DescribeVpcs', { service: 'ec2' })).toEqual(described);
  expect(ask('POST', '/', { body: 'Action=GetRole', service: 'iam' }).protocol).toBe('query');
});

test('a CBOR path names service and operation', () => {
  const target = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
  expect(ask('POST', target, { service: 'monitoring' })).toEqual({
    service: 'monitoring',
    action: 'PutMetricData',
    protocol: 'cbor',
  });
});

test('an unsigned request is plain traffic', () => {
  expect(ask('GET', '/v1/readings', {})).toEqual({ service: 'unsigned', action: 'GET /v1/readings', protocol: 'none' });
});

test('a signing name can not lead out of the models', () => {
  expect(models.routes('../../secrets')).toEqual([]);
  expect(findModels(join(python, 'missing'))).toBeUndefined();
});
