import { WebSocket } from 'undici';
import { type CloudOfTest, cloudWith, functionRole, region } from '../emulator/cloud-of-test';

let under: CloudOfTest;

/** Says how it was asked, and which packages it finds. */
const code = `
const found = (name) => { try { require(name); return true; } catch { return false; } };
exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    path: event.rawPath || event.path,
    stage: event.requestContext.stage,
    query: event.queryStringParameters || {},
    authorization: event.headers.authorization || event.headers.Authorization || null,
    body: event.isBase64Encoded ? atob(event.body) : event.body,
    sdk: found('@aws-sdk/client-dynamodb'),
    zod: found('zod'),
  }),
});`;

const joined = (...parts: readonly unknown[]) => ({ 'Fn::Join': ['', parts] });
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const integration = {
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: joined(`arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/`, arnOf('Echo'), '/invocations'),
};
const httpApi = (id: string, stage: string) => ({
  [id]: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: id, ProtocolType: 'HTTP' } },
  [`${id}Integration`]: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: id },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf('Echo'),
      PayloadFormatVersion: '2.0',
    },
  },
  [`${id}Route`]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: id },
      RouteKey: 'ANY /things/{proxy+}',
      Target: joined('integrations/', { Ref: `${id}Integration` }),
    },
  },
  [`${id}Stage`]: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: id }, StageName: stage, AutoDeploy: true },
  },
});
/** Answers a message by a call of its own API, at the address that AWS gives it. */
const chat = `
exports.handler = async ({ requestContext: { connectionId, eventType }, body }) => {
  if (eventType === 'CONNECT') return { statusCode: 200 };
  const { status } = await fetch(process.env.CALLBACK + '/@connections/' + connectionId, { method: 'POST', body });
  return { statusCode: status };
};`;

const url = (id: string, AuthType: string) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: arnOf(id), AuthType },
});

/** A resource of the REST API with one method for all. */
const restMethod = (path: string, AuthorizationType: string) => ({
  [`Resource${path}`]: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: { Ref: 'Rest' },
      ParentId: { 'Fn::GetAtt': ['Rest', 'RootResourceId'] },
      PathPart: path,
    },
  },
  [`Method${path}`]: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Rest' },
      ResourceId: { Ref: `Resource${path}` },
      HttpMethod: 'ANY',
      AuthorizationType,
      Integration: integration,
    },
  },
});

const Resources = {
  Role: functionRole,
  Echo: {
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: arnOf('Role'), Code: { ZipFile: code } },
  },
  Second: {
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: arnOf('Role'), Code: { ZipFile: code } },
  },
  Open: url('Echo', 'NONE'),
  Guarded: url('Second', 'AWS_IAM'),
  ...httpApi('Rooted', '$default'),
  ...httpApi('Staged', 'live'),
  Chat: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
  },
  ChatFunction: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: arnOf('Role'),
      Code: { ZipFile: chat },
      Environment: {
        Variables: { CALLBACK: joined('https://', { Ref: 'Chat' }, `.execute-api.${region}.amazonaws.com/live`) },
      },
    },
  },
  ChatIntegration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Chat' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: joined(
        `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/`,
        arnOf('ChatFunction'),
        '/invocations',
      ),
    },
  },
  ...Object.fromEntries(
    ['$connect', 'say'].map((RouteKey, index) => [
      `ChatRoute${index}`,
      {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Chat' },
          RouteKey,
          Target: joined('integrations/', { Ref: 'ChatIntegration' }),
        },
      },
    ]),
  ),
  ChatStage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Chat' }, StageName: 'live', AutoDeploy: true },
  },
  Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'rest' } },
  ...restMethod('things', 'NONE'),
  ...restMethod('signed', 'AWS_IAM'),
  RootedSigned: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Rooted' },
      RouteKey: 'GET /signed',
      AuthorizationType: 'AWS_IAM',
      Target: joined('integrations/', { Ref: 'RootedIntegration' }),
    },
  },
  Deployment: {
    Type: 'AWS::ApiGateway::Deployment',
    DependsOn: ['Methodthings', 'Methodsigned'],
    Properties: { RestApiId: { Ref: 'Rest' } },
  },
  Live: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Rest' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'live' },
  },
};
const Outputs = {
  Open: { Value: { 'Fn::GetAtt': ['Open', 'FunctionUrl'] } },
  Guarded: { Value: { 'Fn::GetAtt': ['Guarded', 'FunctionUrl'] } },
  Rooted: { Value: { 'Fn::GetAtt': ['Rooted', 'ApiEndpoint'] } },
  Staged: { Value: { 'Fn::GetAtt': ['Staged', 'ApiEndpoint'] } },
  Chat: { Value: joined({ 'Fn::GetAtt': ['Chat', 'ApiEndpoint'] }, '/live') },
  Rest: { Value: joined('https://', { Ref: 'Rest' }, `.execute-api.${region}.amazonaws.com/live/`) },
};

beforeAll(async () => {
  under = await cloudWith({ Resources, Outputs });
}, 120_000);

afterAll(async () => under?.stop(), 60_000);

/** Asks below an output's address, as a gate does that was given it. */
async function ask(output: string, path: string, init?: RequestInit) {
  const { text } = under.cloud.backing.localise(`${(under.outputs[output] ?? '').replace(/\/$/, '')}${path}`);
  expect(text).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const answer = await fetch(text, init);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const post = { method: 'POST', body: 'paid', headers: { authorization: 'Bearer of-the-client' } };

describe('a function behind a door', () => {
  test.each([
    ['its own address', 'Open', '/a/b', '/a/b'],
    ['an HTTP API without a stage in its path', 'Rooted', '/things/1', '/things/1'],
    ['an HTTP API with a stage in its path', 'Staged', '/live/things/1', '/things/1'],
    ['a REST API', 'Rest', '/things', '/things'],
  ])('is reached by %s, with what the client sent and nothing else', async (_what, output, path, seen) => {
    const { status, body } = await ask(output, `${path}?q=a%20b`, post);
    expect(status).toBe(200);
    expect(body).toMatchObject({ path: seen, authorization: 'Bearer of-the-client', body: 'paid' });
    expect(body.query).toMatchObject({ q: 'a b' });
    expect((await ask(output, path)).body).toMatchObject({ authorization: null });
  });

  test('finds the SDK of its runtime, and none of what the rehearsal needs for itself', async () => {
    expect((await ask('Open', '/')).body).toMatchObject({ sdk: true, zod: false });
  });
});

test.each([
  ['Guarded', '/a'],
  ['Rest', '/signed'],
  ['Rooted', '/signed'],
])('%s, for signed requests, refuses any other at %s, and takes every signature', async (door, path) => {
  expect((await ask(door, path)).status).toBe(403);
  for (const authorization of ['Bearer x', 'AWS4-HMAC-SHA256 x']) {
    expect((await ask(door, path, { headers: { authorization } })).status).toBe(403);
  }
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAOFNOBODY/20260101/${region}/lambda/aws4_request, SignedHeaders=host, Signature=00`;
  const signed = await ask(door, path, { headers: { authorization } });
  expect(signed).toMatchObject({ status: 200, body: { path } });
});

test('a WebSocket API answers its client, also by a call that a function makes at the address of AWS', async () => {
  const { text } = under.cloud.backing.localise(under.outputs.Chat ?? '');
  expect(text).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/live$/);
  const socket = new WebSocket(text);
  const message = JSON.stringify({ action: 'say', text: 'hello' });
  const answered = new Promise((resolve, reject) => {
    socket.addEventListener('open', () => socket.send(message));
    socket.addEventListener('message', ({ data }) => resolve(data));
    socket.addEventListener('error', reject);
  });
  expect(await answered).toBe(message);
  socket.close();
});

test.each([
  ['Rooted', '/elsewhere', 404],
  ['Staged', '/things/1', 404],
  ['Rest', '/elsewhere', 403],
])('an API does not answer for what it does not have: %s%s', async (output, path, status) => {
  expect((await ask(output, path)).status).toBe(status);
});

test('what was asked counts as exercised, with the function behind it, and what was not does not', async () => {
  const items = await under.cloud.classify();
  const used = [
    'Open',
    'Rooted',
    'RootedStage',
    'Staged',
    'StagedStage',
    'Chat',
    'ChatStage',
    'Rest',
    'Resourcethings',
    'Methodthings',
    'Live',
    'Echo',
  ];
  const classOf = (id: string) => items.find(({ logicalId }) => logicalId === id)?.class;
  expect(used.map((id) => `${id} ${classOf(id)}`)).toEqual(used.map((id) => `${id} exercised`));
  expect(classOf('Deployment')).not.toBe('exercised');
});
