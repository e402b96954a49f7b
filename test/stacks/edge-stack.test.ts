import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { edgeRegion, physicalNames, regionFacts } from '../../lib/config';
import type { EdgeResponse } from '../../packages/rehearsal/src/cloud/doors/edge-function';
import { responseHeaders } from '../../packages/rehearsal/src/cloud/doors/response-headers';
import { assemblyFolder, stacksOf, template } from '../helpers/assembly';
import { answerTo } from '../helpers/edge-function';
import { configurationOf } from '../helpers/variants';
import { metricsOf, onlyOf, propertiesOf, resourcesOf, statementsIn } from './resources';

const { application, environments } = configurationOf();

interface Behaviour {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly CachePolicyId: string;
  readonly ResponseHeadersPolicyId: unknown;
  readonly FunctionAssociations?: unknown;
}

interface Distribution {
  readonly Aliases?: readonly string[];
  readonly DefaultCacheBehavior: Behaviour;
  readonly CacheBehaviors: readonly Behaviour[];
  readonly CustomErrorResponses: readonly { readonly ErrorCode: number }[];
  readonly Origins: readonly Record<string, unknown>[];
  readonly Logging: unknown;
  readonly PriceClass: string;
  readonly ViewerCertificate?: Readonly<Record<string, unknown>>;
  readonly WebACLId: unknown;
}

const distributionOf = (environment: string, variant: 'default' | 'europe' = 'default') =>
  onlyOf(template(environment, 'Edge', variant), 'AWS::CloudFront::Distribution').DistributionConfig as Distribution;

const site = join(__dirname, '..', '..', 'site');

/** The files of the one asset that is the site, as they are uploaded. */
function uploadedFiles(): string[] {
  const assets = readdirSync(assemblyFolder(), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('asset.'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((asset) => existsSync(join(asset, 'index.html')));
  expect(assets).toHaveLength(1);
  return assets.flatMap((asset) =>
    readdirSync(asset, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(asset, join(parentPath, name))),
  );
}

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

  test('puts no page in place of an error, and keeps none: the API answers for itself', () => {
    const responses = distribution.CustomErrorResponses;
    // The statuses that CloudFront would keep, without 416, which it never does:
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-custom-error-pages.html
    expect(responses.map(({ ErrorCode }) => ErrorCode)).toEqual([400, 403, 404, 405, 414, 500, 501, 502, 503, 504]);
    for (const response of responses) {
      expect(response).toEqual({ ErrorCode: response.ErrorCode, ErrorCachingMinTTL: 0 });
    }
  });

  test('asks a function about addresses of the site, and of nothing else', () => {
    const [[name] = ['']] = Object.entries(resourcesOf(edge, 'AWS::CloudFront::Function'));
    expect(distribution.DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [name, 'FunctionARN'] } },
    ]);
    expect(distribution.CacheBehaviors.map(({ FunctionAssociations }) => FunctionAssociations)).toEqual([undefined]);
    expect(onlyOf(edge, 'AWS::CloudFront::Function')).toMatchObject({
      AutoPublish: true,
      FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
    });
  });

  test('lets every file through that is uploaded, and shows the page for the rest with the headers of the policy', () => {
    const { FunctionCode } = onlyOf(edge, 'AWS::CloudFront::Function');
    const askedFor = (uri: string) => answerTo(uri, String(FunctionCode));
    const files = uploadedFiles();
    expect(files.length).toBeGreaterThan(10);
    for (const uri of ['/', ...files.map((file) => `/${file}`)]) expect(askedFor(uri)).toMatchObject({ uri });

    const missing = askedFor('/nothing-here') as EdgeResponse;
    expect(missing).toMatchObject({ statusCode: 404, body: { data: readFileSync(join(site, '404.html'), 'utf8') } });
    const policy = onlyOf(edge, 'AWS::CloudFront::ResponseHeadersPolicy');
    const wanted = Object.entries(
      responseHeaders({
        ...{ account: '111111111111', region: edgeRegion, environment: environment.name, stack: 'Edge' },
        ...{
          logicalId: 'Headers',
          type: 'AWS::CloudFront::ResponseHeadersPolicy',
          physicalId: 'Headers',
          metadata: {},
        },
        properties: policy,
      }),
    );
    expect(wanted.length).toBeGreaterThan(4);
    for (const [name, value] of wanted) expect(missing.headers?.[name]).toEqual({ value });
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
    const watched = alarms.flatMap((alarm) => metricsOf(alarm));
    expect(new Set(watched.map(({ MetricName }) => MetricName))).toEqual(new Set(['5xxErrorRate', 'Requests']));
    for (const { Dimensions } of watched) {
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

  test('calls the load balancer by TLS, under the name of its certificate', () => {
    expect(onlyOf(edge, 'AWS::CloudFront::VpcOrigin')).toMatchObject({
      VpcOriginEndpointConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    });
    const [, application] = distributionOf('Dev', 'europe').Origins;
    expect(application?.DomainName).toBe(environment?.edge.origin?.domain);
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

  test('has its name in the configured zone, for both kinds of addresses', () => {
    const records = propertiesOf(edge, 'AWS::Route53::RecordSet');
    expect(records.map(({ Type }) => Type)).toEqual(['A', 'AAAA']);
    const [distribution] = Object.keys(resourcesOf(edge, 'AWS::CloudFront::Distribution'));
    for (const record of records) {
      expect(record).toMatchObject({
        Name: `${environment?.edge.domain}.`,
        HostedZoneId: environment?.edge.hostedZone?.id,
        AliasTarget: { DNSName: { 'Fn::GetAtt': [distribution, 'DomainName'] } },
      });
    }
    expect(Object.keys(edge.findOutputs('*')).filter((output) => output.includes('Record'))).toEqual([]);
  });

  test('is tested by the gates under the name that customers use, wherever its record is made', () => {
    const named = configurationOf('europe').environments;
    expect(named.length).toBeGreaterThan(1);
    for (const { name, edge: configured } of named) {
      const outputs = template(name, 'Edge', 'europe').findOutputs('*');
      expect(outputs.Url?.Value).toBe(`https://${configured.domain}`);
      expect(outputs.DomainRecordByHand !== undefined).toBe(configured.hostedZone === undefined);
    }
  });
});

describe('the edge of an environment without a domain', () => {
  test('is tested by the gates under the name that CloudFront gives', () => {
    const [first] = environments;
    const outputs = template(String(first?.name), 'Edge').findOutputs('*');
    expect(JSON.stringify(outputs.Url?.Value)).toMatch(/"https:\/\/",\{"Fn::GetAtt":\["\w+","DomainName"\]\}/);
    expect(outputs.DomainRecordByHand).toBeUndefined();
  });
});
