import { Readable } from 'node:stream';
import { missingParameters, validated } from '../../../src/cloud/doors/request-validation';
import type { Method } from '../../../src/cloud/doors/rest-api-model';
import { resource } from '../fixtures/stacks';

const owned = (logicalId: string) => ({ ...resource('Alpha-Api', logicalId, 'Part', logicalId), environment: 'Alpha' });
const schema = { type: 'object', required: ['name'] };
const method = (changes: Partial<Method>): Method => ({
  resource: owned('Post'),
  httpMethod: 'POST',
  apiKeyRequired: false,
  forSigned: false,
  required: [],
  integration: { type: 'MOCK', uri: '', isPrivate: false, parameters: {}, timeoutMs: 1 },
  ...changes,
});
const post = (body?: string, type = 'application/json', url = '/') => ({
  method: 'POST',
  url,
  headers: { 'content-type': type },
  ...(body === undefined ? {} : { body: Readable.from([Buffer.from(body)]) }),
});
const namesOf = (parts: readonly { readonly logicalId: string }[]) => parts.map(({ logicalId }) => logicalId);

describe('a request whose method has a model', () => {
  const modelled = method({ validator: owned('Validator'), bodyModel: { model: owned('Model'), schema } });

  it.each([
    ['fits it', '{"name":"a"}', 'application/json', true],
    ['lacks what it demands', '{}', 'application/json', false],
    ['is of another type, which has no model', '{}', 'text/plain', true],
  ])('that %s can still be read by whom it goes to', async (_, body, type, fits) => {
    const { exchange, fits: found, by } = await validated(modelled, post(body, type));
    expect(found).toBe(fits);
    expect(namesOf(by)).toEqual(['Validator', 'Model']);
    const chunks: Buffer[] = [];
    for await (const chunk of exchange.body ?? []) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString()).toBe(body);
  });

  it('that has no body does not fit', async () => {
    expect(await validated(modelled, post())).toMatchObject({ fits: false });
  });
});

describe('a request whose method has no model', () => {
  it.each([
    ['by nothing where it demands nothing', method({ validator: owned('Validator') }), []],
    [
      'by its validator where it demands a parameter',
      method({ validator: owned('Validator'), required: ['method.request.querystring.q'] }),
      ['Validator'],
    ],
    ['by nothing where it has no validator', method({}), []],
  ])('is validated %s, and goes on as it came', async (_, asked, by) => {
    const request = post('text');
    const found = await validated(asked, request);
    expect(found.exchange).toBe(request);
    expect(namesOf(found.by)).toEqual(by);
  });
});

test('parameters that are demanded are missing by name, those of the path apart', () => {
  const demanding = method({
    required: ['method.request.querystring.q', 'method.request.header.x-weather.id', 'method.request.path.id'],
  });
  expect(missingParameters(demanding, post())).toEqual(['q', 'x-weather.id']);
  expect(missingParameters(demanding, post(undefined, 'text/plain', '/?q=1'))).toEqual(['x-weather.id']);
});
