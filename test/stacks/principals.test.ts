import { edgeRegion } from '../../lib/config';
import type { Template } from '../../scripts/build/assembly';
import { joined } from '../helpers/pipeline-definition';
import { stacksOf } from '../helpers/stacks';
import { configurationOf, variants } from '../helpers/variants';
import { statementsIn } from './resources';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: string | { readonly AWS?: unknown; readonly Service?: unknown };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Statements of resources' policies and roles' trust, with the type of the resource. */
function statements({ Resources }: Template): readonly (Statement & { readonly type: string; readonly id: string })[] {
  return Object.entries(Resources).flatMap(([id, { Type: type, Properties }]) =>
    statementsIn(Properties)
      .filter((statement) => 'Principal' in statement)
      .map((statement) => ({ ...(statement as unknown as Statement), type, id })),
  );
}

/** What a statement names as principals of the kind AWS. */
function principals({ Principal }: Statement): readonly unknown[] {
  return typeof Principal === 'string' ? [Principal] : [Principal.AWS ?? []].flat();
}

/** The role that deploys the stacks of the pipeline's account in a region: it is there before anything else. */
const deployer =
  /^arn:(aws[a-z-]*|<AWS::Partition>):iam::<AWS::AccountId>:role\/cdk-[a-z0-9]+-deploy-role-<AWS::AccountId>-/;

/** Principals that must exist before the template is deployed: roles and users that it doesn't make itself, nor is made by. */
function strangers(template: Template, region: string): readonly string[] {
  const made = (principal: unknown) => {
    const { 'Fn::GetAtt': [id = ''] = [] } = Object(principal) as { 'Fn::GetAtt'?: readonly string[] };
    return id in template.Resources;
  };
  return statements(template)
    .flatMap(principals)
    .filter((principal) => !made(principal))
    .map(joined)
    .filter(
      (text) =>
        text !== '*' &&
        !(deployer.test(text) && text.endsWith(`-${region}`)) &&
        !/^(\d{12}|<AWS::AccountId>|arn:(aws[a-z-]*|<AWS::Partition>):iam::(\d{12}|<AWS::AccountId>):root)$/.test(text),
    );
}

/** One condition of a statement as text. */
const condition = ({ Condition }: Statement, operator: string, key: string): string =>
  [Condition?.[operator]?.[key] ?? []].flat().map(joined).join(' ');

describe.each(variants)('with the %s configuration', (variant) => {
  const configuration = configurationOf(variant);
  const stacks = stacksOf(variant);
  const all = stacks.flatMap(({ template }) => statements(template));

  test('no policy names a role or user that must be there before', () => {
    expect(all.length).toBeGreaterThan(50);
    expect(stacks.flatMap(({ template, region }) => strangers(template, region))).toEqual([]);
  });

  test('nothing is allowed to everybody', () => {
    expect(all.filter((one) => one.Effect === 'Allow' && principals(one).includes('*'))).toEqual([]);
  });

  test('the deploy roles of all environments read artifacts and use the key, in the region that they deploy to', () => {
    const { pipeline, environments } = configuration;
    const makers = stacks.filter(({ path }) => /^PipelineStack(Support-[a-z0-9-]+)?$/.test(path));
    const regions = new Set(environments.flatMap(({ region }) => [region, edgeRegion]));
    expect(makers.map(({ region }) => region).sort()).toEqual([...new Set([pipeline.region, ...regions])].sort());
    for (const { region, template } of makers.filter((maker) => regions.has(maker.region))) {
      const accounts = [...new Set(environments.map(({ account = '<AWS::AccountId>' }) => account))];
      const roles = accounts.map(
        (account) =>
          `arn:<AWS::Partition>:iam::${account}:role/cdk-${pipeline.bootstrapQualifier}-deploy-role-${account}-${region}`,
      );
      for (const [type, action] of [
        ['AWS::S3::BucketPolicy', 's3:GetObject*'],
        ['AWS::KMS::Key', 'kms:Decrypt'],
      ] as const) {
        const reading = statements(template).filter(
          (one) => one.type === type && one.Effect === 'Allow' && [one.Action].flat().includes(action),
        );
        const named = reading.flatMap(principals).map(joined);
        for (const [index, account] of accounts.entries()) {
          const role = roles[index] ?? '';
          const own = account === '<AWS::AccountId>';
          const byCondition = reading.filter((one) => condition(one, 'ArnEquals', 'aws:PrincipalArn') === role);
          // In its own account a deploy role has no right on a bucket but the one that names it.
          expect(named.filter((principal) => principal === role)).toHaveLength(own ? 1 : 0);
          expect(byCondition).toHaveLength(own ? 0 : 1);
          for (const one of byCondition) {
            expect(principals(one).map(joined)).toEqual([expect.stringContaining(`::${account}:root`)]);
            expect(condition(one, 'StringEquals', 'aws:PrincipalAccount')).toBe(account);
          }
        }
      }
    }
  });

  test('services assume roles for this account alone, where they tell for what they do', () => {
    const trust = all.filter(({ type, Action }) => type === 'AWS::IAM::Role' && Action === 'sts:AssumeRole');
    const taskRoles = stacks.flatMap(({ template }) =>
      Object.values(template.Resources).flatMap(({ Type, Properties }) => {
        const { 'Fn::GetAtt': [id] = [] } = Object(Properties?.TaskRoleArn) as { 'Fn::GetAtt'?: readonly string[] };
        return Type === 'AWS::ECS::TaskDefinition' ? [id] : [];
      }),
    );
    expect(taskRoles.length).toBeGreaterThan(0);
    const told = trust.filter(({ id, Principal }) => {
      const service = String(Object(Principal).Service);
      return (
        ['codebuild', 'scheduler', 'vpc-flow-logs'].some((name) => service === `${name}.amazonaws.com`) ||
        (service === 'ecs-tasks.amazonaws.com' && taskRoles.includes(id))
      );
    });
    expect(new Set(told.map(({ Principal }) => String(Object(Principal).Service))).size).toBe(4);
    for (const one of told) {
      expect(condition(one, 'StringEquals', 'aws:SourceAccount')).toMatch(/^(\d{12}|<AWS::AccountId>)$/);
      expect(condition(one, 'ArnLike', 'aws:SourceArn')).toContain(condition(one, 'StringEquals', 'aws:SourceAccount'));
    }
    const firehose = trust.filter(({ Principal }) => Object(Principal).Service === 'firehose.amazonaws.com');
    expect(firehose).toHaveLength(configuration.environments.length);
    for (const one of firehose)
      expect(condition(one, 'StringEquals', 'sts:ExternalId')).toMatch(/^(\d{12}|<AWS::AccountId>)$/);
  });
});

describe('the search for principals that must be there before', () => {
  const policy = (AWS: unknown): Template => ({
    Resources: {
      Role: { Type: 'AWS::IAM::Role' },
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Principal: { AWS } }] },
        },
      },
    },
  });
  const role = 'arn:aws:iam::222222222222:role/cdk-shop-deploy-role-222222222222-eu-west-1';

  test.each([
    [role],
    [['*', role]],
    ['arn:aws:iam::222222222222:user/somebody'],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/deploy']] }],
    [{ 'Fn::GetAtt': ['Elsewhere', 'Arn'] }],
  ])('finds %j', (AWS) => {
    expect(strangers(policy(AWS), 'eu-west-1')).toHaveLength(1);
  });

  test.each([
    ['*'],
    ['222222222222'],
    ['arn:aws:iam::222222222222:root'],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] }],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }],
  ])('lets %j be', (AWS) => {
    expect(strangers(policy(AWS), 'eu-west-1')).toEqual([]);
  });
});
