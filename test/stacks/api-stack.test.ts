import { Match } from 'aws-cdk-lib/assertions';
import { physicalNames } from '../../lib/config';
import { template } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';
import { onlyOf, propertiesOf, resourcesOf, statementsIn } from './resources';

const { application, environments } = configurationOf();

describe.each(environments)('the API of $name', (environment) => {
  const api = template(environment.name, 'Api');
  const names = physicalNames(application, environment.name);

  test('demands a key for every method, and leads all of them to the load balancer privately', () => {
    const methods = propertiesOf(api, 'AWS::ApiGateway::Method');
    expect(methods.length).toBeGreaterThan(1);
    const [loadBalancer] = Object.keys(
      resourcesOf(template(environment.name, 'Service'), 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
    );
    const exportOf = (logicalId: string | undefined) =>
      Object.values(template(environment.name, 'Service').findOutputs('*', { Value: { Ref: logicalId } })).find(
        ({ Export }) => Export !== undefined,
      )?.Export.Name;
    expect(exportOf(loadBalancer)).toMatch(/LoadBalancer/);
    const validators = Object.keys(api.findResources('AWS::ApiGateway::RequestValidator'));
    expect(validators).toHaveLength(1);
    for (const method of methods) {
      expect(method).toMatchObject({
        ApiKeyRequired: true,
        RequestValidatorId: { Ref: validators[0] },
        Integration: {
          Type: 'HTTP_PROXY',
          ConnectionType: 'VPC_LINK',
          ConnectionId: { Ref: expect.stringMatching(/^Link/) },
          IntegrationTarget: { 'Fn::ImportValue': exportOf(loadBalancer) },
        },
      });
    }
    api.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
  });

  test('limits rate, burst and monthly use, for the gates too', () => {
    const plans = propertiesOf(api, 'AWS::ApiGateway::UsagePlan');
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan).toMatchObject({
        Throttle: { RateLimit: environment.api.rateLimit, BurstLimit: environment.api.burstLimit },
        Quota: { Limit: environment.api.quotaPerMonth, Period: 'MONTH' },
      });
    }
    api.resourceCountIs('AWS::ApiGateway::UsagePlanKey', plans.length);
  });

  test('checks the body of an order before anything is called', () => {
    api.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'POST',
      RequestModels: { 'application/json': Match.anyValue() },
      RequestParameters: { 'method.request.header.Idempotency-Key': true },
    });
  });

  test('keeps answers about products where a cache is configured, and nothing else', () => {
    const stage = onlyOf(api, 'AWS::ApiGateway::Stage');
    const cached = (stage.MethodSettings as { CachingEnabled?: boolean; ResourcePath: string }[]).filter(
      ({ CachingEnabled }) => CachingEnabled,
    );
    expect(stage.CacheClusterSize).toBe(environment.api.cacheClusterSizeGb);
    expect(cached.length > 0).toBe(environment.api.cacheClusterSizeGb !== undefined);
    expect(cached.filter(({ ResourcePath }) => !ResourcePath.includes('products'))).toEqual([]);
  });

  test('logs accesses without any setting of the account', () => {
    const [stream] = Object.keys(resourcesOf(api, 'AWS::KinesisFirehose::DeliveryStream'));
    expect(onlyOf(api, 'AWS::ApiGateway::Stage').AccessLogSetting).toMatchObject({
      DestinationArn: { 'Fn::GetAtt': [stream, 'Arn'] },
    });
    expect(onlyOf(api, 'AWS::KinesisFirehose::DeliveryStream').DeliveryStreamName).toBe(names.apiAccessLogs);
    api.resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
  test('logs who asked, who answered and how long each took, and no key', () => {
    const { Format } = onlyOf(api, 'AWS::ApiGateway::Stage').AccessLogSetting as { Format: string };
    // Firehose puts records side by side.
    expect(Format.endsWith('}\n')).toBe(true);
    const line = JSON.parse(Format.replaceAll(/\$context(\.\w+)+/g, '-')) as Record<string, unknown>;
    expect(Object.values(line).filter((value) => value !== '-')).toEqual([]);
    const variables = [...Format.matchAll(/"\$context\.([\w.]+)"/g)].map(([, name]) => name);
    expect(variables).toHaveLength(Object.keys(line).length);
    expect(variables).toEqual(
      expect.arrayContaining([
        'requestId',
        'extendedRequestId',
        'identity.apiKeyId',
        'status',
        'responseLatency',
        'integration.status',
        'integrationLatency',
        'error.message',
        'waf.status',
      ]),
    );
    expect(variables).not.toContain('identity.apiKey');
  });

  test('gives a gate the value of its one key, and nothing more', () => {
    const [key] = Object.keys(resourcesOf(api, 'AWS::ApiGateway::ApiKey')).filter((id) => id.includes('Gates'));
    for (const roleName of [names.smokeGateRole, names.loadGateRole]) {
      const [[role, { Properties } = { Properties: {} }] = ['']] = Object.entries(
        resourcesOf(api, 'AWS::IAM::Role'),
      ).filter(([, resource]) => resource.Properties.RoleName === roleName);
      expect(JSON.stringify(Properties)).toContain('aws:PrincipalArn');
      const statements = propertiesOf(api, 'AWS::IAM::Policy')
        .filter(({ Roles }) => JSON.stringify(Roles).includes(`"${role}"`))
        .flatMap(statementsIn);
      expect(statements).toHaveLength(1);
      expect(statements[0]?.Action).toBe('apigateway:GET');
      expect(JSON.stringify(statements[0]?.Resource)).toContain(`{"Ref":"${key}"}`);
    }
  });

  test('stands behind a firewall with a rate limit, and the firewall logs', () => {
    const { Rules, Scope } = onlyOf(api, 'AWS::WAFv2::WebACL');
    expect(Scope).toBe('REGIONAL');
    expect(JSON.stringify(Rules)).toContain(`"Limit":${environment.edge.requestsPerAddress}`);
    api.resourceCountIs('AWS::WAFv2::LoggingConfiguration', 1);
    api.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  });
});

describe('the API of an environment whose doors turn to TLS', () => {
  test('may call both ports of the load balancer, which lets it, and calls by TLS', () => {
    const api = template('Staging', 'Api', 'europe');
    for (const type of ['AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress']) {
      expect(
        propertiesOf(api, type)
          .map(({ FromPort }) => FromPort)
          .sort(),
      ).toEqual([443, 80]);
    }
    for (const { Integration } of propertiesOf(api, 'AWS::ApiGateway::Method')) {
      expect((Integration as { Uri: string }).Uri).toMatch(/^https:/);
    }
  });

  test('goes through the zones that there were at first', () => {
    const { SubnetIds } = onlyOf(template('Staging', 'Api', 'europe'), 'AWS::ApiGatewayV2::VpcLink');
    expect(SubnetIds).toHaveLength(2);
    expect(
      onlyOf(template('Staging', 'Service', 'europe'), 'AWS::ElasticLoadBalancingV2::LoadBalancer').Subnets,
    ).toHaveLength(3);
  });
});

describe('the API of an environment with a certificate', () => {
  test('calls the load balancer by TLS, under the name of the certificate', () => {
    const [environment] = configurationOf('europe').environments;
    const methods = propertiesOf(template('Dev', 'Api', 'europe'), 'AWS::ApiGateway::Method');
    expect(methods.length).toBeGreaterThan(1);
    for (const { Integration } of methods) {
      expect((Integration as { Uri: string }).Uri).toMatch(`https://${environment?.edge.origin?.domain}/`);
    }
  });
});
