import { ApiMade } from '../../../src/cloud/gateway/api-made';
import type { CustomResourceEvent } from '../../../src/cloud/gateway/custom-resource';
import { StandIns } from '../../../src/cloud/gateway/stand-ins';
import { fakeUpstream } from './fake-upstream';

const address = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha-Network' };

function event(
  RequestType: CustomResourceEvent['RequestType'],
  type: string,
  Original: object,
  rest: { Attributes?: string[]; PhysicalResourceId?: string } = {},
): CustomResourceEvent {
  const { PhysicalResourceId, Attributes } = rest;
  return {
    RequestType,
    RequestId: 'r',
    StackId: `arn:aws:cloudformation:${address.region}:${address.account}:stack/${address.stack}/uuid`,
    ResponseURL: 'http://127.0.0.1/answer',
    LogicalResourceId: 'It',
    PhysicalResourceId,
    ResourceProperties: { StandInFor: type, Original, Attributes },
  };
}

describe('a placeholder', () => {
  const pipeline = 'AWS::CodePipeline::Pipeline';

  test('holds its properties with numbers restored, and counts its versions', async () => {
    const standIns = new StandIns(new ApiMade(fakeUpstream(() => undefined).upstream));
    const made = await standIns.handle(
      event('Create', pipeline, { Name: 'acme', RunOrder: { $n: '2' } }, { Attributes: ['Version'] }),
    );
    expect(made).toEqual({ physicalId: 'acme', attributes: { Version: '1' } });
    const again = event(
      'Update',
      pipeline,
      { Name: 'acme', RunOrder: { $n: '3' } },
      { Attributes: ['Version'], PhysicalResourceId: 'acme' },
    );
    expect((await standIns.handle(again)).attributes).toEqual({ Version: '2' });
    expect(standIns.ofType(pipeline)).toMatchObject([
      { ...address, properties: { Name: 'acme', RunOrder: 3 }, version: 2 },
    ]);
    await standIns.handle(event('Delete', pipeline, {}, { PhysicalResourceId: 'acme' }));
    expect(standIns.ofType(pipeline)).toEqual([]);
  });

  test.each([
    ['AWS::ApiGatewayV2::VpcLink', 'VpcLinkId', /^it-[0-9a-f]{8}$/],
    ['AWS::CodePipeline::Pipeline', 'Arn', /^arn:aws:codepipeline:eu-west-1:222222222222:it-/],
    ['AWS::SSM::Document', 'DocumentArn', /^arn:aws:ssm:eu-west-1:222222222222:document\/it-/],
  ])('%s answers %s in a sensible form', async (type, attribute, form) => {
    const standIns = new StandIns(new ApiMade(fakeUpstream(() => undefined).upstream));
    const { attributes } = await standIns.handle(event('Create', type, {}, { Attributes: [attribute] }));
    expect(attributes?.[attribute]).toMatch(form);
  });
});

describe('a resource that only its service knows', () => {
  const eip = 'AWS::EC2::EIP';
  const proxy = 'AWS::RDS::DBProxy';

  test("is made by the service's call and answers what that gave", async () => {
    const { upstream, calls } = fakeUpstream(
      () => '<publicIp>198.51.100.7</publicIp><allocationId>eipalloc-1</allocationId>',
    );
    const standIns = new StandIns(new ApiMade(upstream));
    const made = await standIns.handle(event('Create', eip, { Domain: 'vpc' }, { Attributes: ['AllocationId'] }));
    expect(made).toEqual({ physicalId: '198.51.100.7', attributes: { AllocationId: 'eipalloc-1' } });
    expect(calls.map(({ what, scope }) => [what, scope.account])).toEqual([['ec2 AllocateAddress', address.account]]);
    expect(standIns.describe({ ...address, logicalId: 'It', type: eip })).toBe("the service's own calls");
  });

  test('keeps its attributes where an update changes nothing', async () => {
    const { upstream, calls } = fakeUpstream(() => '<Endpoint>p.rds</Endpoint>');
    const standIns = new StandIns(new ApiMade(upstream));
    const properties = { DBProxyName: 'p', Auth: [{ SecretArn: 'arn:s' }] };
    await standIns.handle(event('Create', proxy, properties));
    const update = event('Update', proxy, properties, { Attributes: ['Endpoint'], PhysicalResourceId: 'p' });
    expect((await standIns.handle(update)).attributes).toEqual({ Endpoint: 'p.rds' });
    expect(calls.map(({ body }) => body)).toEqual([{ DBProxyName: 'p', 'Auth.member.1.SecretArn': 'arn:s' }]);
  });

  test('that carries a name is unmade before it is made anew', async () => {
    const { upstream, calls } = fakeUpstream(() => '<Endpoint>p.rds</Endpoint>');
    const standIns = new StandIns(new ApiMade(upstream));
    await standIns.handle(event('Create', proxy, { DBProxyName: 'p', RequireTLS: { $b: 'false' } }));
    await standIns.handle(
      event('Update', proxy, { DBProxyName: 'p', RequireTLS: { $b: 'true' } }, { PhysicalResourceId: 'p' }),
    );
    expect(calls.map(({ what }) => what)).toEqual(['rds CreateDBProxy', 'rds DeleteDBProxy', 'rds CreateDBProxy']);
  });

  test("fails with the service's own words", async () => {
    const standIns = new StandIns(new ApiMade(fakeUpstream(() => undefined).upstream));
    await expect(standIns.handle(event('Create', eip, {}))).rejects.toThrow(/TAP4313: AllocateAddress/);
  });
});
