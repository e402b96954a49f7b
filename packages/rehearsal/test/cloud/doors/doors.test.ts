import { apiKey, type BackingUnderTest, backingUnderTest } from '../fixtures/backing';
import {
  apiHost,
  apiStack,
  distributionHost,
  edgeStack,
  listenerArn,
  resource,
  serviceStack,
  stackOf,
} from '../fixtures/stacks';

const never = new AbortController().signal;
const files: Record<string, string> = { 'index.html': '<h1>weather</h1>', '404.html': 'nothing here' };
const key = { 'x-api-key': apiKey };

describe('doors', () => {
  let test: BackingUnderTest;
  let site: string;
  let api: string;
  beforeAll(async () => {
    test = backingUnderTest({
      object: async (_caller, bucket, name) => {
        const text = bucket === 'site-bucket' ? files[name] : undefined;
        return text === undefined ? undefined : { body: Buffer.from(text), contentType: 'text/html', etag: '"1"' };
      },
    });
    await test.backing.apply(serviceStack({ tasks: 1 }), never);
    await test.backing.apply(apiStack(), never);
    await test.backing.apply(edgeStack(), never);
    site = test.backing.localise(`https://${distributionHost}`).text;
    api = test.backing.localise(`https://${apiHost}/v1/`).text;
  });
  afterAll(() => test.end());

  describe('CloudFront', () => {
    it('serves the default root object with the headers of the policy', async () => {
      const answer = await fetch(`${site}/`);
      expect([answer.status, await answer.text()]).toEqual([200, files['index.html']]);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'text/html',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=100; includeSubDomains',
        'x-weather': 'yes',
        etag: '"1"',
      });
      expect(test.used).toContain('Alpha-Edge/Site <- request by node in Alpha');
      expect(test.used).toContain('Alpha-Edge/Headers <- request by node in Alpha');
    });

    it('turns what the bucket does not have into the error page, with its status', async () => {
      const answer = await fetch(`${site}/nothing`);
      expect([answer.status, await answer.text()]).toEqual([404, files['404.html']]);
    });

    it('refuses a method that the behaviour does not allow, and hands the others on with the body', async () => {
      expect((await fetch(`${site}/index.html`, { method: 'POST' })).status).toBe(403);
      const answer = await fetch(`${site}/api/stations?x=1`, {
        method: 'POST',
        body: '{"a":1}',
        headers: { 'x-own': 'yes' },
      });
      expect(await answer.json()).toMatchObject({
        method: 'POST',
        url: '/api/stations?x=1',
        body: '{"a":1}',
        headers: { 'x-own': 'yes', 'x-origin': 'cdn', 'x-forwarded-proto': 'https' },
      });
    });
  });

  describe('CloudFront with a page for an error', () => {
    it("puts it in place of the API's errors too, as on AWS", async () => {
      const answer = await fetch(`${site}/api/status/403`);
      expect([answer.status, await answer.text()]).toEqual([404, files['404.html']]);
      expect((await fetch(`${site}/api/status/404`)).headers.get('content-type')).toBe('application/json');
    });
  });

  describe('CloudFront with a name of its own', () => {
    const alias = 'weather.example.com';
    const takenAsMade = () =>
      test.backing.differencesOf('Alpha').filter(({ onAws }) => onAws.includes('needs a DNS record'));
    afterAll(() => test.backing.apply(edgeStack(), never));

    it('is reached by it, where a record leads there', async () => {
      await test.backing.apply(edgeStack({ alias, leadsTo: `${distributionHost.toUpperCase()}.` }), never);
      const { text, differences } = test.backing.localise(`https://${alias}/index.html`);
      expect(await (await fetch(text)).text()).toBe(files['index.html']);
      expect(differences).toEqual([{ onAws: `https://${alias}`, here: site }]);
      expect(takenAsMade()).toEqual([]);
    });

    it.each([
      ['without a record', {}],
      ['where the record leads elsewhere', { leadsTo: 'd2.cloudfront.net' }],
    ])('says that the record is taken as made %s', async (_what, record) => {
      await test.backing.apply(edgeStack({ alias, ...record }), never);
      expect((await fetch(test.backing.localise(`https://${alias}`).text)).status).toBe(200);
      expect(takenAsMade()).toEqual([expect.objectContaining({ onAws: expect.stringContaining(alias) })]);
    });
  });

  describe('CloudFront with functions for the site', () => {
    const onRequest = `function handler(event) {
      const request = event.request;
      if (request.uri === '/gone') return { statusCode: 410, headers: { 'x-made': { value: request.querystring.by.value } }, body: { encoding: 'base64', data: 'Z29uZQ==' } };
      if (request.uri === '/old') request.uri = '/index.html';
      if (request.uri === '/broken') throw new Error('planted');
      return request;
    }`;
    const onResponse = `async function handler(event) {
      const response = event.response;
      response.headers['x-seen'] = { value: event.request.headers['user-agent'].value };
      return response;
    }`;
    beforeAll(() => test.backing.apply(edgeStack({ onRequest, onResponse, errorPages: [] }), never));
    afterAll(() => test.backing.apply(edgeStack(), never));

    it('lets a request on, as it is or with another address, and its answer too', async () => {
      for (const path of ['/', '/index.html', '/old?x=1']) {
        const answer = await fetch(`${site}${path}`);
        expect([answer.status, await answer.text()]).toEqual([200, files['index.html']]);
        expect(answer.headers.get('x-seen')).toBe('node');
      }
      expect(test.used).toContain('Alpha-Edge/On-viewer-request <- request by node in Alpha');
      expect(test.used).toContain('Alpha-Edge/On-viewer-response <- request by node in Alpha');
    });

    it("sends a function's own answer as it was made, without the headers of the policy", async () => {
      const answer = await fetch(`${site}/gone?by=me`);
      expect([answer.status, await answer.text(), answer.headers.get('x-made')]).toEqual([410, 'gone', 'me']);
      expect([answer.headers.get('x-frame-options'), answer.headers.get('x-seen')]).toEqual([null, null]);
    });

    it('runs none for the API, nor for an error of an origin', async () => {
      expect((await fetch(`${site}/api/old`)).headers.get('x-seen')).toBeNull();
      const denied = await fetch(`${site}/nothing`);
      expect([denied.status, denied.headers.get('x-seen')]).toEqual([403, null]);
    });

    it("leaves the API's errors alone where no page is set for them", async () => {
      const answer = await fetch(`${site}/api/status/403`);
      expect([answer.status, await answer.json()]).toMatchObject([403, { url: '/api/status/403' }]);
    });

    it('answers 503 for a function that fails', async () => {
      const answer = await fetch(`${site}/broken`);
      expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('planted')]);
    });

    it('takes over the code of a later deployment', async () => {
      const code = "function handler() { return { statusCode: 451, body: 'new' }; }";
      await test.backing.apply(edgeStack({ onRequest: code }), never);
      expect((await fetch(`${site}/`)).status).toBe(451);
    });
  });

  describe('API Gateway', () => {
    const ask = async (path: string, init?: RequestInit) => {
      const answer = await fetch(`${api}${path}`, init);
      return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
    };

    it('takes a key for what needs one, and reaches the service by the rule that takes the stage away', async () => {
      expect(await ask('api/readings?a=1&b=2', { headers: key })).toMatchObject([
        200,
        { url: '/api/readings?a=1&b=2' },
      ]);
      expect(test.used).toContain('Alpha-Service/StagedRule <- request by node in Alpha');
      expect(await ask('api/readings')).toEqual([403, { message: 'Forbidden' }]);
      expect(await ask('api/readings', { headers: { 'x-api-key': 'wrong' } })).toEqual([403, { message: 'Forbidden' }]);
    });

    it('knows its stages, paths and methods', async () => {
      const elsewhere = await fetch(api.replace('/v1/', '/v2/api/x'), { headers: key });
      expect(elsewhere.status).toBe(403);
      expect(await ask('search?q=1', { method: 'DELETE' })).toEqual([403, { message: 'Missing Authentication Token' }]);
    });

    it('demands the parameters that the validator checks', async () => {
      expect(await ask('search')).toEqual([400, { message: 'Missing required request parameters: [q]' }]);
      expect(await ask('search?q=cup')).toMatchObject([200, { url: '/api/search?q=cup' }]);
    });

    it('holds the body against the model, and hands on the one that fits', async () => {
      const stack = apiStack();
      const model = resource('Alpha-Api', 'Sensor', 'AWS::ApiGateway::Model', 'Sensor', {
        Schema: { type: 'object', required: ['cartId'] },
      });
      const sensors = resource('Alpha-Api', 'Sensors', 'AWS::ApiGateway::Resource', 'r3', {
        RestApiId: 'api1',
        ParentId: 'root',
        PathPart: 'sensors',
      });
      const validator = resource('Alpha-Api', 'Bodies', 'AWS::ApiGateway::RequestValidator', 'v2', {
        RestApiId: 'api1',
        ValidateRequestBody: 'true',
      });
      const [get] = stack.resources.filter(({ logicalId }) => logicalId === 'Get');
      const post = resource('Alpha-Api', 'Post', 'AWS::ApiGateway::Method', 'm3', {
        RestApiId: 'api1',
        ResourceId: 'r3',
        HttpMethod: 'POST',
        RequestModels: { 'application/json': 'Sensor' },
        RequestValidatorId: 'v2',
        Integration: get?.properties.Integration,
      });
      await test.backing.apply(stackOf('Alpha-Api', [...stack.resources, model, sensors, validator, post]), never);
      const send = (body: string) =>
        ask('sensors', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      expect(await send('{}')).toEqual([400, { message: 'Invalid request body' }]);
      expect(await send('{"cartId":"7"}')).toMatchObject([200, { method: 'POST', body: '{"cartId":"7"}' }]);
      expect(test.used).toContain('Alpha-Api/Sensor <- request by node in Alpha');
    });

    it('refuses a listener as the target of an integration, and keeps what was deployed before', async () => {
      const attempt = test.backing.apply(apiStack(undefined, undefined, listenerArn), never);
      await expect(attempt).rejects.toThrow(/^TAP4206: Alpha-Api\/Any: IntegrationTarget "arn:.*:listener\/app/);
      await test.backing.apply(apiStack(), never);
      expect((await ask('api/readings', { headers: key }))[0]).toBe(200);
    });

    it('refuses what is more than the usage plan allows', async () => {
      await test.backing.apply(apiStack({ RateLimit: 0.001, BurstLimit: 2 }), never);
      const statuses = [];
      for (let turn = 0; turn < 4; turn += 1) statuses.push((await ask('api/x', { headers: key }))[0]);
      expect(statuses).toEqual([200, 200, 429, 429]);
      await test.backing.apply(apiStack({ RateLimit: 1000, BurstLimit: 1000 }, 1), never);
      expect((await ask('api/x', { headers: key }))[0]).toBe(200);
      expect(await ask('api/x', { headers: key })).toEqual([429, { message: 'Limit Exceeded' }]);
    });
  });

  it('closes a door whose stack is removed', async () => {
    await test.backing.remove(edgeStack());
    await expect(fetch(site)).rejects.toThrow();
    expect(test.backing.localise(distributionHost).differences).toEqual([]);
  });

  it('says nothing of a secret in its differences', () => {
    const text = JSON.stringify(test.backing.differencesOf('Alpha'));
    expect(text).toContain('TLS');
    expect(text).not.toContain(apiKey);
  });
});

describe('a REST API that leaves its stage out of the path', () => {
  it('reaches the service by the other rule, and says that AWS does otherwise', async () => {
    const test = backingUnderTest({}, 100, '', '/nonexistent', { stageInPath: false });
    await test.backing.apply(serviceStack({ tasks: 1 }), never);
    await test.backing.apply(apiStack(), never);
    const api = test.backing.localise(`https://${apiHost}/v1/`).text;
    const answer = await fetch(`${api}api/readings?a=1`, { headers: key });
    expect(await answer.json()).toMatchObject({ url: '/api/readings?a=1' });
    expect(test.used).toContain('Alpha-Service/Rule <- request by node in Alpha');
    expect(test.used).not.toContain('Alpha-Service/StagedRule <- request by node in Alpha');
    expect(JSON.stringify(test.backing.differencesOf('Alpha'))).toContain('sends the stage along');
    await test.end();
  });
});
