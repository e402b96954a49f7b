import { type Listening, listen } from '../../../src/cloud/http/listen';
import { type BackingUnderTest, backingUnderTest } from '../fixtures/backing';
import { account, apiHost, apiId, apiStack, region, resource, serviceStack, stackOf } from '../fixtures/stacks';

const never = new AbortController().signal;
const urlHost = `0123456789abcdef0123456789abcdef.lambda-url.${region}.on.aws`;
const httpHost = (id: string) => `${id}.execute-api.${region}.amazonaws.com`;
const functionArn = `arn:aws:lambda:${region}:${account}:function:weather`;

/** A function with an address of its own, and one beside it that nothing leads to. */
const functionStack = () =>
  stackOf('Alpha-Weather', [
    resource('Alpha-Weather', 'Function', 'AWS::Lambda::Function', 'weather'),
    resource('Alpha-Weather', 'Other', 'AWS::Lambda::Function', 'other'),
    resource('Alpha-Weather', 'Url', 'AWS::Lambda::Url', functionArn, {
      TargetFunctionArn: functionArn,
      Qualifier: 'live',
      AuthType: 'NONE',
    }),
  ]);

/** An HTTP API with stages of these names. */
const httpStack = (id: string, ...stages: readonly string[]) =>
  stackOf(`Alpha-${id}`, [
    resource(`Alpha-${id}`, 'Api', 'AWS::ApiGatewayV2::Api', id, { ProtocolType: 'HTTP' }),
    ...stages.map((StageName) =>
      resource(`Alpha-${id}`, `Stage-${StageName}`, 'AWS::ApiGatewayV2::Stage', StageName, { ApiId: id, StageName }),
    ),
  ]);

/** An HTTP API whose routes lead to a function, each by an integration of its own. */
function routedStack() {
  const { resources, ...stack } = httpStack('routed', '$default');
  const routes = { Item: 'GET /items/{id}', Mine: 'GET /items/mine', Other: 'POST /items/mine', Rest: 'ANY /{proxy+}' };
  const added = Object.entries(routes).flatMap(([name, RouteKey]) => [
    resource(stack.stack, `${name}Route`, 'AWS::ApiGatewayV2::Route', name, {
      ApiId: 'routed',
      RouteKey,
      Target: `integrations/${name.toLowerCase()}`,
    }),
    resource(stack.stack, `${name}Integration`, 'AWS::ApiGatewayV2::Integration', name.toLowerCase(), {
      ApiId: 'routed',
      IntegrationUri: functionArn,
    }),
  ]);
  return { ...stack, resources: [...resources, ...added] };
}

/** The REST API of the fixtures, whose `/search` is answered by a function. */
function restStack() {
  const { resources, ...stack } = apiStack();
  const Integration = {
    Type: 'AWS_PROXY',
    IntegrationHttpMethod: 'POST',
    Uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}:live/invocations`,
    TimeoutInMillis: 500,
  };
  return {
    ...stack,
    resources: resources.map((one) =>
      one.logicalId === 'Get' ? { ...one, properties: { ...one.properties, Integration } } : one,
    ),
  };
}

describe('doors to functions', () => {
  let emulator: Listening;
  let test: BackingUnderTest;
  const asked: string[] = [];
  beforeAll(async () => {
    emulator = await listen(async ({ method, url, headers, signal }) => {
      if (url.includes('hang')) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      const body = `${method} ${url} for ${headers['x-account']}, ${headers.authorization}`;
      return { status: url.includes('refused') ? 403 : url.includes('failed') ? 502 : 200, headers: {}, body };
    });
    test = backingUnderTest(
      {
        functionUrl: async ({ account, region }, name, qualifier) => {
          asked.push(`${account} ${region} ${name} ${qualifier}`);
          return `https://${urlHost}/`;
        },
      },
      undefined,
      undefined,
      undefined,
      { emulator: emulator.url },
    );
    await test.backing.apply(serviceStack({ tasks: 1 }), never);
    await test.backing.apply(functionStack(), never);
    await test.backing.apply(restStack(), never);
    for (const stack of [
      httpStack('bare', '$default'),
      httpStack('both', '$default', 'live'),
      httpStack('staged', 'live'),
      routedStack(),
    ]) {
      await test.backing.apply(stack, never);
    }
  });
  afterAll(async () => {
    await test.end();
    await emulator.close();
  });
  beforeEach(() => void test.used.splice(0));

  async function ask(address: string) {
    const answer = await fetch(test.backing.localise(address).text, { headers: { authorization: 'Bearer mine' } });
    return [answer.status, await answer.text()];
  }
  const answered = (url: string) => [200, `GET ${url} for ${account}, Bearer mine`];

  it('find the address of a function by its name and qualifier', () => {
    expect(asked).toEqual([`${account} ${region} weather live`]);
  });

  it('lead from its own address to a function, which counts as used, and no other', async () => {
    const path = `/_aws/lambda-url/${urlHost.split('.')[0]}`;
    expect(await ask(`https://${urlHost}/a?b=1`)).toEqual(answered(`${path}/a?b=1`));
    expect(test.used).toEqual([
      'Alpha-Weather/Url <- request by node in Alpha',
      'Alpha-Weather/Function <- request by node in Alpha',
    ]);
  });

  it('count no function as used that a refusal may have kept from being asked', async () => {
    expect((await ask(`https://${urlHost}/refused`))[0]).toBe(403);
    expect(test.used).toEqual(['Alpha-Weather/Url <- request by node in Alpha']);
  });

  it('count no function as used that failed or did not answer, whatever leads to it', async () => {
    expect((await ask(`https://${urlHost}/failed`))[0]).toBe(502);
    expect((await ask(`https://${httpHost('routed')}/failed`))[0]).toBe(502);
    expect((await ask(`https://${apiHost}/v1/search?q=failed`))[0]).toBe(502);
    expect((await ask(`https://${apiHost}/v1/search?q=hang`))[0]).toBe(504);
    expect(test.used).toContain('Alpha-Api/Get <- request by node in Alpha');
    expect(test.used).not.toContain('Alpha-Weather/Function <- request by node in Alpha');
  });

  it.each([
    ['bare', '/a/b', '/bare/$default/a/b', '$default'],
    ['bare', '/live/b', '/bare/$default/live/b', '$default'],
    ['both', '/a', '/both/$default/a', '$default'],
    ['both', '/live/a', '/both/live/a', 'live'],
    ['both', '/lively/a', '/both/$default/lively/a', '$default'],
    ['staged', '/live/a', '/staged/live/a', 'live'],
    ['staged', '/live?a=1', '/staged/live?a=1', 'live'],
  ])('lead from the HTTP API "%s" and %s to the stage that AWS would take', async (id, path, wanted, stage) => {
    expect(await ask(`https://${httpHost(id)}${path}`)).toEqual(answered(`/_aws/execute-api${wanted}`));
    expect(test.used).toEqual([
      `Alpha-${id}/Api <- request by node in Alpha`,
      `Alpha-${id}/Stage-${stage} <- request by node in Alpha`,
    ]);
  });

  it.each([
    ['GET', '/items/7', 'Item'],
    ['GET', '/items/mine', 'Mine'],
    ['DELETE', '/items/mine', 'Rest'],
    ['GET', '/elsewhere', 'Rest'],
  ])('count as used the route that %s %s takes, and the function behind it', async (method, path, route) => {
    const { text } = test.backing.localise(`https://${httpHost('routed')}${path}`);
    await fetch(text, { method, headers: { 'user-agent': 'node' } });
    const behind = ['Route', 'Integration'].map((kind) => `Alpha-routed/${route}${kind} <- request by node in Alpha`);
    expect(test.used).toEqual(
      expect.arrayContaining([...behind, 'Alpha-Weather/Function <- request by node in Alpha']),
    );
    expect(test.used).toHaveLength(5);
  });

  it('count no function behind a route as used that a refusal kept from being asked', async () => {
    expect((await ask(`https://${httpHost('routed')}/refused`))[0]).toBe(403);
    expect(test.used).toEqual(['Api', 'Stage-$default'].map((id) => `Alpha-routed/${id} <- request by node in Alpha`));
  });

  it('answer themselves where an HTTP API has no such stage', async () => {
    expect(await ask(`https://${httpHost('staged')}/a`)).toEqual([404, '{"message":"Not Found"}']);
  });

  it('lead from a REST API to the function behind its method, with the stage in the path', async () => {
    expect(await ask(`https://${apiHost}/v1/search?q=1`)).toEqual(answered(`/_aws/execute-api/${apiId}/v1/search?q=1`));
    expect(test.used).toContain('Alpha-Weather/Function <- request by node in Alpha');
    expect(test.used).toContain('Alpha-Api/Get <- request by node in Alpha');
    expect(test.used).not.toContain('Alpha-Weather/Other <- request by node in Alpha');
  });

  it('wait for a function no longer than the REST API would', async () => {
    const timedOut = [504, '{"message":"Endpoint request timed out"}'];
    expect(await ask(`https://${apiHost}/v1/search?q=hang`)).toEqual(timedOut);
  });

  it('ask no function for what a REST API refuses', async () => {
    expect((await ask(`https://${apiHost}/v1/search`))[0]).toBe(400);
    expect(test.used).not.toContain('Alpha-Weather/Function <- request by node in Alpha');
  });

  it('close with the stack that they belong to, and stay for another deployment of it', async () => {
    const { text } = test.backing.localise(`https://${urlHost}`);
    await test.backing.apply(functionStack(), never);
    expect(test.backing.localise(`https://${urlHost}`).text).toBe(text);
    await test.backing.remove(functionStack());
    await expect(fetch(text)).rejects.toThrow();
    expect(test.backing.localise(urlHost).differences).toEqual([]);
  });
});
