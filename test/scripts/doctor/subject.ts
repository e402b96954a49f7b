import { type DeliveryConfiguration, type DeliveryData, parseConfiguration } from '../../../lib/config';
import type { Pin } from '../../../lib/config/pin';
import { Accounts } from '../../../scripts/accounts/access';
import type { AssemblyStack, TemplateResource } from '../../../scripts/build/assembly';
import { type Examination, examine } from '../../../scripts/doctor/examine';
import type { Look } from '../../../scripts/doctor/look';
import { europeData } from '../../fixtures/europe';
import { type AccountProfiles, accountProfiles, withVariables } from '../../helpers/account-profiles';
import {
  queryAnswer,
  type RecordedAnswer,
  type RecordedAws,
  type RecordedCall,
  recordedAws,
} from '../../helpers/recorded-aws';

/** The pipeline's account of the tests' configuration, and that of its first environment. */
export const pipelineAccount = '111111111111';
export const devAccount = '222222222222';
export const region = 'eu-west-1';
export const now = new Date('2026-11-29T12:00:00Z');

/** The configuration of an application in two accounts and eu-west-1: the pipeline, and one environment. */
export function twoAccounts(change: (data: DeliveryData) => DeliveryData = (data) => data): DeliveryConfiguration {
  const [dev] = europeData.environments;
  if (dev === undefined) throw new Error('the fixture has no environment');
  return parseConfiguration(change({ ...europeData, environments: [dev] }), {});
}

/** The same, with a production environment in place of the first one, of its name. */
export function inProduction(): DeliveryConfiguration {
  return twoAccounts((data) => {
    const production = europeData.environments.find((one) => one.production);
    const [dev] = data.environments;
    if (production === undefined || dev === undefined) throw new Error('the fixture has no production environment');
    const { wave: _, ...alone } = production;
    return {
      ...data,
      environments: [{ ...alone, name: dev.name, account: dev.account, edge: dev.edge, tags: dev.tags }],
    };
  });
}

/** A synthesized stack. */
export function stack(
  name: string,
  Resources: Readonly<Record<string, TemplateResource>> = {},
  more: Partial<AssemblyStack> = {},
): AssemblyStack {
  const [stage, id] = name.split('-');
  const own = name.startsWith('PipelineStack');
  return {
    path: own ? name : `PipelineStack/${stage}/${id}`,
    name,
    ...(own ? {} : { stage }),
    account: own ? pipelineAccount : devAccount,
    region,
    bootstrapVersion: 6,
    template: { Resources },
    ...more,
  };
}

export interface Looked {
  readonly configuration?: DeliveryConfiguration;
  readonly stacks?: readonly AssemblyStack[];
  readonly pin?: Pin;
  readonly now?: Date;
}

/** What one look sees, of accounts that all have a profile. */
export async function lookWith(
  look: Look,
  profiles: AccountProfiles['profiles'],
  looked: Looked = {},
): Promise<Examination> {
  const { configuration = twoAccounts(), stacks = [] } = looked;
  return examine({
    looks: [look],
    subject: { configuration, stacks: Promise.resolve(stacks), pin: looked.pin, now: looked.now ?? now },
    accounts: new Accounts({ profiles }),
  });
}

/** Codes of the findings with where they are. */
export function found({ findings }: Examination): readonly string[] {
  return findings.map(({ code, where }) => `${code} ${where}`);
}

/** Who is asking, as STS answers it for the profiles of the tests. */
function identityOf({ accessKey }: RecordedCall): RecordedAnswer {
  return queryAnswer(
    'GetCallerIdentity',
    `<Arn>arn:aws:iam::${accessKey}:user/ann</Arn><UserId>AIDA</UserId><Account>${accessKey}</Account>`,
  );
}

/** Names by which IAM knows a service that signs under another one. */
const iamPrefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Rights of S3, whose calls have no names, by method, depth of the path, and what is asked of it. */
const ofS3: Readonly<Record<string, string>> = {
  'HEAD 1 ': 's3:ListBucket',
  'HEAD 2 ': 's3:GetObject',
  'GET 1 versioning': 's3:GetBucketVersioning',
  'GET 1 notification': 's3:GetBucketNotification',
  'GET 1 encryption': 's3:GetEncryptionConfiguration',
};

/** Rights of CloudFront, whose calls have no names either, by what the path asks for. */
const ofCloudFront: Readonly<Record<string, string>> = {
  function: 'cloudfront:DescribeFunction',
  'origin-access-control': 'cloudfront:ListOriginAccessControls',
  'response-headers-policy': 'cloudfront:ListResponseHeadersPolicies',
  'vpc-origin': 'cloudfront:ListVpcOrigins',
};

/** The right that a call needs, in the words of IAM. */
function actionOf({ what, input }: RecordedCall): string {
  const [service = '', action = '', path = ''] = what.split(' ');
  if (service === 's3') {
    const asked = ['versioning', 'notification', 'encryption'].find((name) => name in input) ?? '';
    return ofS3[`${action} ${path.split('/').filter(Boolean).length} ${asked}`] ?? what;
  }
  if (service === 'cloudfront') return ofCloudFront[path.split('/')[2] ?? ''] ?? what;
  if (service === 'lambda' && path.endsWith('/configuration')) return 'lambda:GetFunctionConfiguration';
  return `${iamPrefixes[service] ?? service}:${action}`;
}

/** A recording of AWS for the tests of a file, and the profiles of both accounts that lead to it. */
export function recordedAccounts(): {
  readonly aws: () => RecordedAws;
  readonly profiles: () => AccountProfiles['profiles'];
} {
  let aws: RecordedAws;
  let accounts: AccountProfiles;
  let restore: () => void;
  beforeAll(async () => {
    aws = await recordedAws();
    accounts = accountProfiles(aws.endpoint, [pipelineAccount, devAccount]);
    restore = withVariables(accounts.variables);
  });
  afterAll(async () => {
    restore();
    accounts.remove();
    await aws.close();
  });
  return { aws: () => aws, profiles: () => accounts.profiles };
}

/**
 * A recording for looks, as `recordedAccounts`. At the end every look has sent just the calls whose rights it declares.
 */
export function recording(): {
  readonly aws: () => RecordedAws;
  readonly look: (
    look: Look,
    answers: (call: RecordedCall) => RecordedAnswer | undefined,
    looked?: Looked,
  ) => Promise<Examination>;
} {
  const accounts = recordedAccounts();
  const sent = new Map<Look, Set<string>>();
  afterAll(() => {
    expect(sent.size).toBeGreaterThan(0);
    for (const [{ name, actions }, calls] of sent) expect([name, ...[...calls].sort()]).toEqual([name, ...actions]);
  });
  return {
    aws: accounts.aws,
    look: (look, answers, looked) => {
      const calls = sent.get(look) ?? new Set();
      sent.set(look, calls);
      accounts.aws().play((call) => {
        if (call.what === 'sts GetCallerIdentity') return identityOf(call);
        calls.add(actionOf(call));
        return answers(call);
      });
      return lookWith(look, accounts.profiles(), looked);
    },
  };
}
