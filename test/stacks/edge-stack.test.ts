import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { edgeRegion, physicalNames, regionFacts } from '../../lib/config';
import { stacksOf, template } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';
import { onlyOf, propertiesOf, resourcesOf, statementsIn } from './resources';

const { application, environments } = configurationOf();

interface Behaviour {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly CachePolicyId: string;
  readonly ResponseHeadersPolicyId: unknown;
}

interface Distribution {
  readonly Aliases?: readonly string[];
  readonly DefaultCacheBehavior: Behaviour;
  readonly CacheBehaviors: readonly Behaviour[];
  readonly CustomErrorResponses: readonly { readonly ResponsePagePath: string }[];
  readonly Origins: readonly Record<string, unknown>[];
  readonly Logging: unknown;
  readonly PriceClass: string;
  readonly ViewerCertificate?: Readonly<Record<string, unknown>>;
  readonly WebACLId: unknown;
}

const distributionOf = (environment: string, variant: 'default' | 'europe' = 'default') =>
  onlyOf(template(environment, 'Edge', variant), 'AWS::CloudFront::Distribution').DistributionConfig as Distribution;

describe.each(environments)('the edge of $name', (environment) => {
  const edge = template(environment.name, 'Edge');
  const distribution = distributionOf(environment.name);

  test('serves the site from the bucket and the API from the load balancer, uncached', () => {
    const [site, application] = distribution.Origins;
    const only = (type: string) => {
      const ids = Object.keys(edge.findResources(type));
      expect(ids).toHaveLength(1);
      return { 'Fn::GetAtt': [ids[0], 'Id'] };
    };
    expect(site).toMatchObject({ OriginAccessControlId: only('AWS::CloudFront::OriginAccessControl') });
    expect(application).toMatchObject({ VpcOriginConfig: { VpcOriginId: only('AWS::CloudFront::VpcOrigin') } });
    expect(distribution.DefaultCacheBehavior.TargetOriginId).toBe(site?.Id);
    const [api, ...more] = distribution.CacheBehaviors;
    expect(more).toEqual([]);
    expect(api).toMatchObject({ PathPattern: '/api/*', TargetOriginId: application?.Id });
    expect(api?.CachePolicyId).not.toBe(distribution.DefaultCacheBehavior.CachePolicyId);
  });

  test('uses Origin Shield for both origins, near to each', () => {
    const shields = distribution.Origins.map(({ OriginShield }) => OriginShield);
    const { originShield } = regionFacts(environment.region);
    expect(shields).toEqual([
      { Enabled: true, OriginShieldRegion: edgeRegion },
      { Enabled: true, OriginShieldRegion: originShield },
    ]);
  });

  test('sends security headers with everything', () => {
    const policies = [distribution.DefaultCacheBehavior, ...distribution.CacheBehaviors].map(
      ({ ResponseHeadersPolicyId }) => ResponseHeadersPolicyId,
    );
    expect(policies).toHaveLength(2);
    for (const policy of policies) expect(policy).toEqual({ Ref: expect.stringContaining('Headers') });
    edge.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: { SecurityHeadersConfig: { StrictTransportSecurity: Match.anyValue() } },
    });
  });

  test('shows error pages that the site really has', () => {
    const pages = distribution.CustomErrorResponses.map(({ ResponsePagePath }) => ResponsePagePath);
    expect(pages.length).toBeGreaterThan(1);
    const site = join(__dirname, '..', '..', 'site');
    expect(pages.filter((page) => !existsSync(join(site, page)))).toEqual([]);
  });

  test('is logged, and priced as configured', () => {
    expect(distribution.Logging).toBeDefined();
    expect(distribution.PriceClass).toBe(environment.edge.priceClass);
  });

  test('is guarded by a firewall with two managed rule groups and a rate limit, which logs', () => {
    const { Rules, Scope } = onlyOf(edge, 'AWS::WAFv2::WebACL');
    expect(Scope).toBe('CLOUDFRONT');
    const written = JSON.stringify(Rules);
    expect(written).toContain('AWSManagedRulesCommonRuleSet');
    expect(written).toContain('AWSManagedRulesKnownBadInputsRuleSet');
    expect(written).toContain(`"Limit":${environment.edge.requestsPerAddress}`);
    edge.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: physicalNames(application, environment.name).edgeFirewallLogs,
      KmsKeyId: Match.anyValue(),
    });
    edge.resourceCountIs('AWS::WAFv2::LoggingConfiguration', 1);
  });

  test('copies the site with rights on its own bucket and distribution alone', () => {
    const statements = propertiesOf(edge, 'AWS::IAM::Policy').flatMap(statementsIn);
    expect(statements.length).toBeGreaterThan(3);
    expect(statements.filter(({ Resource }) => JSON.stringify(Resource) === '"*"')).toEqual([]);
    edge.resourceCountIs('Custom::CDKBucketDeployment', 1);
  });

  test('watches the distribution by both of its dimensions', () => {
    const alarms = propertiesOf(edge, 'AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(2);
    for (const { Dimensions } of alarms) {
      expect(Dimensions).toEqual(expect.arrayContaining([{ Name: 'Region', Value: 'Global' }]));
    }
  });
});

describe('the edge of an environment outside us-east-1', () => {
  const [environment] = configurationOf('europe').environments;
  const edge = template('Dev', 'Edge', 'europe');

  test('is in us-east-1 all the same, with a key and topics of its own', () => {
    const [stack] = stacksOf('europe').filter(({ path }) => path.endsWith('/Dev/Edge'));
    expect(stack?.region).toBe(edgeRegion);
    edge.resourceCountIs('AWS::KMS::Key', 1);
    edge.resourceCountIs('AWS::SNS::Topic', 2);
    const alarms = Object.values(resourcesOf(edge, 'AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(4);
    for (const { Properties } of alarms) expect(JSON.stringify(Properties.AlarmActions)).toMatch(/"Ref":"\w+Topic/);
  });

  test('reads the load balancer from the outputs of the other region, without helpers', () => {
    const origin = onlyOf(edge, 'AWS::CloudFront::VpcOrigin');
    expect(JSON.stringify(origin)).toContain('Fn::GetStackOutput');
    edge.resourceCountIs('Custom::CrossRegionExportReader', 0);
  });

  test('has its own name and certificate, and refuses old TLS', () => {
    expect(distributionOf('Dev', 'europe')).toMatchObject({
      Aliases: [environment?.edge.domain],
      ViewerCertificate: {
        AcmCertificateArn: environment?.edge.certificateArn,
        MinimumProtocolVersion: expect.stringMatching(/^TLSv1\.2_/),
      },
    });
  });
});
