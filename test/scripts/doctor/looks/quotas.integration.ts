import { knownQuotas, type Quota } from '../../../../scripts/build/quotas/table';
import { quotas } from '../../../../scripts/doctor/looks/quotas';
import type { RecordedAnswer, RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, recording, region, stack } from '../subject';

const { look, aws } = recording();

const one = (Type: string) => ({ Type });
const network = stack('Dev-Network', { A: one('AWS::EC2::VPC'), B: one('AWS::EC2::VPC') });
const edge = stack('Dev-Edge', { A: one('AWS::CloudFront::CachePolicy') }, { region: 'us-east-1' });
const named = (wanted: string): Quota => {
  const quota = knownQuotas.find(({ name }) => name === wanted);
  if (quota === undefined) throw new Error(`no quota ${wanted}`);
  return quota;
};
const vpcs = named('VPCs per Region');
const policies = named('Cache policies per account');

interface Values {
  readonly applied?: number;
  readonly byDefault?: number;
}

const unknown = { error: 'NoSuchResourceException', message: 'no applied value' };

/** Service Quotas with these values for VPCs and, by name alone, for cache policies. */
function valued(ofVpcs: Values, ofPolicies: Values = { byDefault: 20 }, adjustable = true) {
  const quota = (Value?: number): RecordedAnswer =>
    Value === undefined ? unknown : { json: { Quota: { QuotaCode: vpcs.code, Value } } };
  const list = (Value?: number): RecordedAnswer => ({
    json: {
      Quotas:
        Value === undefined
          ? []
          : [{ QuotaName: policies.name, QuotaCode: 'L-POLICIES', Value, Adjustable: adjustable }],
    },
  });
  return ({ what, input }: RecordedCall) => {
    if (input.QuotaCode !== undefined && input.QuotaCode !== vpcs.code) return undefined;
    switch (what) {
      case 'servicequotas GetServiceQuota':
        return quota(ofVpcs.applied);
      case 'servicequotas GetAWSDefaultServiceQuota':
        return quota(ofVpcs.byDefault);
      case 'servicequotas ListServiceQuotas':
        return list(ofPolicies.applied);
      case 'servicequotas ListAWSDefaultServiceQuotas':
        return list(ofPolicies.byDefault);
      default:
        return undefined;
    }
  };
}

describe('quotas (recorded)', () => {
  const stacks = [network, edge];

  test('that leave enough are in order; only what the stacks need is asked for, where it counts', async () => {
    expect(await look(quotas, valued({ applied: 2 }), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 2 },
    });
    const where = aws().calls.flatMap(({ what, region: at, accessKey }) =>
      what.startsWith('servicequotas') ? [`${accessKey} ${at}`] : [],
    );
    expect(new Set(where)).toEqual(new Set([`${devAccount} ${region}`, `${devAccount} us-east-1`]));
  });

  test('that are short are found, with what to ask for', async () => {
    const examination = await look(quotas, valued({ applied: 1, byDefault: 5 }), { stacks });
    expect(found(examination)).toEqual([`TAP6161 account ${devAccount}, ${region}`]);
    expect(examination.findings[0]).toMatchObject({
      what: expect.stringContaining('is 1, but the stacks need 2'),
      todo: expect.stringContaining(
        `--region ${region} --service-code vpc --quota-code ${vpcs.code} --desired-value 2`,
      ),
    });
  });

  test('that were never changed have their default, not nothing', async () => {
    expect(found(await look(quotas, valued({ byDefault: 5 }), { stacks }))).toEqual([]);
    expect(found(await look(quotas, valued({ byDefault: 1 }), { stacks })).length).toBe(1);
  });

  test('without a known code are found by name, an applied value before the default', async () => {
    expect(policies.code).toBeUndefined();
    expect(found(await look(quotas, valued({ applied: 5 }, { byDefault: 0 }), { stacks }))).toEqual([
      `TAP6161 account ${devAccount}, us-east-1`,
    ]);
    expect(found(await look(quotas, valued({ applied: 5 }, { byDefault: 0, applied: 30 }), { stacks }))).toEqual([]);
  });

  test('without a known code are asked for by the code that Service Quotas tells, where they count', async () => {
    const { findings } = await look(quotas, valued({ applied: 5 }, { byDefault: 0 }), { stacks });
    expect(findings[0]?.todo).toContain('--region us-east-1 --service-code cloudfront --quota-code L-POLICIES ');
  });

  test('that Service Quotas does not raise are not asked for there', async () => {
    const { findings } = await look(quotas, valued({ applied: 5 }, { byDefault: 0 }, false), { stacks });
    expect(findings.map(({ todo }) => todo)).toEqual([expect.stringContaining('ask AWS Support')]);
  });

  test('that Service Quotas does not know are not seen', async () => {
    const { seen, unseen } = await look(quotas, valued({ applied: 5 }, {}), { stacks });
    expect(seen.length).toBe(1);
    expect(unseen).toEqual([
      expect.objectContaining({ code: 'TAP6009', what: expect.stringContaining(policies.name) }),
    ]);
    expect((await look(quotas, valued({}), { stacks })).unseen.map(({ what }) => what)).toEqual([
      expect.stringContaining(vpcs.name),
    ]);
  });

  test.each([
    [0, 1],
    [1, 0],
  ])('of which further builds wait their turn: with %i in force %i are found', async (value, count) => {
    const waits = knownQuotas.find((quota) => quota.waits);
    const project = {
      Type: 'AWS::CodeBuild::Project',
      Properties: { Environment: { ComputeType: 'BUILD_GENERAL1_SMALL' } },
    };
    const action = { RunOrder: 1, Configuration: { ProjectName: { Ref: 'Project' } } };
    const pipeline = {
      Type: 'AWS::CodePipeline::Pipeline',
      Properties: { Stages: [{ Name: 'Dev', Actions: [action, action] }] },
    };
    const answer = { json: { Quota: { QuotaCode: waits?.code, Value: value } } };
    const examination = await look(quotas, () => answer, {
      stacks: [stack('PipelineStack', { Project: project, Pipeline: pipeline })],
    });
    expect(examination).toMatchObject({ unseen: [], seen: { length: 1 }, findings: { length: count } });
  });
});
