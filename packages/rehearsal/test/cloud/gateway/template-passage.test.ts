import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeXml } from '../../../src/cloud/gateway/error-answer';
import { TemplatePassage } from '../../../src/cloud/gateway/template-passage';
import { standInType } from '../../../src/cloud/gateway/templates/stand-in-types';
import { fakeUpstream, type UpstreamCall } from './fake-upstream';

const scope = { account: '222222222222', region: 'eu-west-1' };
const unknown = 'AWS::CodePipeline::Pipeline';
const refusal = `<Message>Template format error: Unrecognized resource types: [${unknown}]</Message>`;
const template = JSON.stringify({ Resources: { It: { Type: unknown }, Topic: { Type: 'AWS::SNS::Topic' } } }, null, 1);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'passage-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function passage(answer: (call: UpstreamCall) => string | undefined = () => refusal) {
  const { upstream, calls } = fakeUpstream(answer);
  const made = new TemplatePassage({
    upstream,
    dir,
    relayArn: async () => 'arn:relay',
    functionEndpoint: (_, stack, id) => `http://gateway/${stack}/${id}`,
  });
  return { made, calls };
}

const form = (fields: Record<string, string>) => new URLSearchParams({ StackName: 'Alpha-Network', ...fields });
const typeOf = (text: string | null) => JSON.parse(text ?? '{}').Resources?.It?.Type as string | undefined;

test('the emulator is asked once for the types that it does not know', async () => {
  const { made, calls } = passage();
  const first = await made.derive(form({ TemplateBody: template }), scope);
  await made.derive(form({ TemplateBody: template }), scope);
  expect(typeOf(first.get('TemplateBody'))).toBe(standInType(unknown));
  expect(calls.map(({ what }) => what)).toEqual(['cloudformation ValidateTemplate']);
});

test('original, derived template and their difference are kept', async () => {
  await passage().made.derive(form({ TemplateBody: template }), scope);
  const kinds = readdirSync(dir).map((file) => file.split('.').at(-2));
  expect(kinds.sort()).toEqual(['derived', 'difference', 'original']);
});

test('a template in S3 is fetched from there, whatever form its URL has', async () => {
  for (const url of ['https://s3.eu-west-1.amazonaws.com/b/t.json', 'https://b.s3.eu-west-1.amazonaws.com/t.json']) {
    const { made, calls } = passage(({ what }) => (what === 's3 GET /b/t.json' ? template : refusal));
    const derived = await made.derive(form({ TemplateURL: url }), scope);
    expect(calls[0]?.what).toBe('s3 GET /b/t.json');
    expect(derived.has('TemplateURL')).toBe(false);
    expect(typeOf(derived.get('TemplateBody'))).toBe(standInType(unknown));
  }
});

test('a template that is not in S3 is refused with a code', async () => {
  const { made } = passage(() => undefined);
  await expect(made.derive(form({ TemplateURL: 'https://b.s3.amazonaws.com/t' }), scope)).rejects.toThrow('TAP4306');
});

test('a derived template that is too large for the request goes by S3', async () => {
  const { made, calls } = passage();
  const Metadata = { large: 'x'.repeat(60_000) };
  const large = JSON.stringify({ Resources: { It: { Type: unknown, Metadata } } });
  const derived = await made.derive(form({ TemplateBody: large }), scope);
  expect(derived.has('TemplateBody')).toBe(false);
  expect(derived.get('TemplateURL')).toMatch(
    /^http:\/\/emulator\/rehearsal-templates-222222222222-eu-west-1\/Alpha-Network\//,
  );
  expect(typeOf(String(calls.at(-1)?.body))).toBe(standInType(unknown));
});

test('a template that CloudFormation refuses goes no further, nor a parameter that it has not', async () => {
  const { made, calls } = passage();
  const refused = { name: 'RefusedCall', code: 'ValidationError' };
  const misspelt = JSON.stringify({ Resources: { It: { Type: 'AWS::SNS::Topik' } } });
  await expect(made.derive(form({ TemplateBody: misspelt }), scope)).rejects.toMatchObject(refused);
  const given = form({ TemplateBody: template, 'Parameters.member.1.ParameterKey': 'Nope' });
  await expect(made.derive(given, scope)).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('Nope'),
  });
  expect(calls).toEqual([]);
});

test('a request without a template of its own passes unchanged', async () => {
  const { made, calls } = passage();
  const requests: Record<string, string>[] = [{}, { UsePreviousTemplate: 'true', TemplateBody: template }];
  for (const fields of requests) {
    const request = form(fields);
    expect(await made.derive(request, scope)).toBe(request);
  }
  expect(calls).toEqual([]);
});

test('GetTemplate answers the original to the letter', async () => {
  const { made } = passage();
  const derived = await made.derive(form({ TemplateBody: template }), scope);
  const answer = `<R><TemplateBody>${escapeXml(derived.get('TemplateBody') ?? '')}</TemplateBody></R>`;
  expect(made.restore(answer)).toBe(`<R><TemplateBody>${escapeXml(template)}</TemplateBody></R>`);
  expect(made.restore('<R><TemplateBody>{}</TemplateBody></R>')).toBe('<R><TemplateBody>{}</TemplateBody></R>');
});

describe("an output of another region's stack", () => {
  const asked = JSON.stringify({
    Resources: {
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: {
          DisplayName: { 'Fn::GetStackOutput': { StackName: 'Alpha-Edge', OutputName: 'Arn', Region: 'us-east-1' } },
        },
      },
    },
  });

  test('is asked there and written as its value', async () => {
    const { made, calls } = passage(({ what }) =>
      what === 'cloudformation DescribeStacks'
        ? '<member><OutputKey>Other</OutputKey><OutputValue>no</OutputValue></member><member><OutputKey>Arn</OutputKey><OutputValue>a&amp;b</OutputValue></member>'
        : '',
    );
    const derived = await made.derive(form({ TemplateBody: asked }), scope);
    expect(calls[0]?.scope).toMatchObject({ account: scope.account, region: 'us-east-1' });
    expect(JSON.parse(derived.get('TemplateBody') ?? '').Resources.Topic.Properties.DisplayName).toBe('a&b');
  });

  test('that does not exist is refused with a code', async () => {
    const { made } = passage(() => '');
    await expect(made.derive(form({ TemplateBody: asked }), scope)).rejects.toThrow(
      /TAP4307: stack Alpha-Edge in 222222222222, us-east-1/,
    );
  });
});

test('a template that needs more than the request acknowledges is refused as on AWS', async () => {
  const TemplateBody = JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role' } } });
  const { made } = passage();
  await expect(made.derive(form({ TemplateBody }), scope)).rejects.toMatchObject({
    code: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_IAM]',
  });
  await made.derive(form({ TemplateBody, 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' }), scope);
});
