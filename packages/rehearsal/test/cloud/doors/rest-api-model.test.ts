import type { Owned } from '../../../src/cloud/deployed/deployed-stacks';
import { bodyFits } from '../../../src/cloud/doors/body-model';
import { matchPath, readRestApi } from '../../../src/cloud/doors/rest-api-model';
import { apiId, resource } from '../fixtures/stacks';

const owned = (logicalId: string, type: string, properties: Record<string, unknown>): Owned => ({
  ...resource('Alpha-Api', logicalId, type, logicalId, { RestApiId: apiId, ...properties }),
  environment: 'Alpha',
});
const part = (id: string, ParentId: string, PathPart: string) =>
  owned(id, 'AWS::ApiGateway::Resource', { ParentId, PathPart });
const get = (ResourceId: string) =>
  owned(`get-${ResourceId}`, 'AWS::ApiGateway::Method', {
    ResourceId,
    HttpMethod: 'GET',
    Integration: { Type: 'MOCK' },
  });

describe('REST API model', () => {
  const model = readRestApi(
    { ...resource('Alpha-Api', 'Api', 'AWS::ApiGateway::RestApi', apiId), environment: 'Alpha' },
    {
      resources: [
        part('api', 'root', 'api'),
        part('readings', 'api', 'readings'),
        part('id', 'readings', '{id}'),
        part('first', 'readings', 'first'),
        part('any', 'root', '{proxy+}'),
        owned('foreign', 'AWS::ApiGateway::Resource', { RestApiId: 'other', ParentId: 'root', PathPart: 'foreign' }),
      ],
      methods: ['root', 'readings', 'id', 'first', 'any'].map(get),
      validators: [],
      models: [],
    },
  );

  it.each([
    ['', 'get-root', {}],
    ['api/readings', 'get-readings', {}],
    ['api/readings/first', 'get-first', {}],
    ['api/readings/7', 'get-id', { id: '7' }],
    ['api/readings/7/more', 'get-any', { proxy: 'api/readings/7/more' }],
    ['foreign', 'get-any', { proxy: 'foreign' }],
  ])('finds the most exact path for "%s"', (path, method, variables) => {
    const found = matchPath(model, path);
    expect(found?.path.methods.map((one) => one.resource.logicalId)).toEqual([method]);
    expect(found?.variables).toEqual(variables);
  });

  it('names every resource that makes up a path', () => {
    expect(matchPath(model, 'api/readings/7')?.path.resources.map(({ logicalId }) => logicalId)).toEqual([
      'api',
      'readings',
      'id',
    ]);
  });
});

describe('bodyFits', () => {
  const schema = {
    type: 'object',
    required: ['cartId'],
    properties: {
      cartId: { type: 'string', minLength: 1 },
      count: { type: 'integer', minimum: 1 },
      kind: { enum: ['a', null] },
      tags: { type: 'array', items: { type: ['string', 'null'] } },
    },
  };
  it.each([
    ['{"cartId":"1"}', true],
    ['{"cartId":"1","count":2,"kind":null,"tags":["x",null],"more":{}}', true],
    ['{}', false],
    ['{"cartId":""}', false],
    ['{"cartId":1}', false],
    ['{"cartId":"1","count":1.5}', false],
    ['{"cartId":"1","count":0}', false],
    ['{"cartId":"1","kind":"b"}', false],
    ['{"cartId":"1","tags":[1]}', false],
    ['[]', false],
    ['', false],
  ])('%s fits: %s', (body, expected) => {
    expect(bodyFits(body, schema)).toBe(expected);
  });
});
