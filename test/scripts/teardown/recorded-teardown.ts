import { parseConfiguration } from '../../../lib/config';
import type { CommandLine } from '../../../scripts/teardown/command-line';
import { europeData } from '../../fixtures/europe';
import { type AccountProfiles, accountProfiles, withVariables } from '../../helpers/account-profiles';
import { queryAnswer, type RecordedAws, type Recording, recordedAws } from '../../helpers/recorded-aws';
import type { RecordedAccount, RecordedResource, RecordedStack } from './recorded-account';
import { type Ended, runMain } from './run-main';

/** Dev is in an account of its own, in eu-west-1; the pipeline is in another. */
export const environmentAccount = '222222222222';
export const pipelineAccount = '111111111111';
export const region = 'eu-west-1';
const profileOf = (account: string) => ['--profile', `${account}=${account}`];
/** Of an environment's account alone, as arguments. */
export const environmentProfile = profileOf(environmentAccount);
export const profiles = [...environmentProfile, ...profileOf(pipelineAccount)];

export const bucket = (fails?: RecordedResource['fails']): RecordedResource => ({
  logicalId: 'Uploads',
  physicalId: 'dev-service-uploads',
  type: 'AWS::S3::Bucket',
  fails,
});

const key: RecordedResource = {
  logicalId: 'Key',
  physicalId: '0000-key',
  type: 'AWS::KMS::Key',
  deletionPolicy: 'Retain',
};

/** An environment as the product deploys it, with what a test changes. */
export function environment(
  name = 'Dev',
  change: Readonly<Record<string, Partial<RecordedStack>>> = {},
): RecordedStack[] {
  const stacks: RecordedStack[] = [
    { name: 'Network', region, exports: [`${name}-Network:Vpc`], resources: [key] },
    { name: 'Data', region, exports: [`${name}-Data:Proxy`], imports: [`${name}-Network:Vpc`] },
    { name: 'Observability', region, imports: [`${name}-Network:Vpc`] },
    {
      name: 'Service',
      region,
      imports: [`${name}-Network:Vpc`, `${name}-Data:Proxy`],
      exports: [`${name}-Service:Alb`],
      resources: [bucket()],
    },
    { name: 'Api', region, imports: [`${name}-Service:Alb`] },
    { name: 'Edge', region: 'us-east-1', reads: [`${region}/${name}-Service`] },
  ];
  return stacks.map((stack) => ({ ...stack, ...change[stack.name], name: `${name}-${stack.name}` }));
}

/** What CodePipeline says of the stages of a pipeline. */
export const stages = (status: Readonly<Record<string, string>> = {}, closed: readonly string[] = []) =>
  ['Source', 'Build', 'Dev', 'PromoteMarkets', 'Markets'].map((stageName) => ({
    stageName,
    inboundTransitionState: { enabled: !closed.includes(stageName) },
    latestExecution: { pipelineExecutionId: 'e', status: status[stageName] ?? 'Succeeded' },
    actionStates: [],
  }));

/** Teardown as a command over recorded accounts, for the tests of a file. */
export function recordedTeardown(): {
  readonly aws: () => RecordedAws;
  readonly call: (
    account: RecordedAccount,
    args?: readonly string[],
    more?: Recording,
    around?: Partial<CommandLine>,
  ) => Promise<Ended>;
} {
  let aws: RecordedAws;
  let accounts: AccountProfiles;
  let restore: () => void;
  beforeAll(async () => {
    aws = await recordedAws();
    accounts = accountProfiles(aws.endpoint, [environmentAccount, pipelineAccount]);
    restore = withVariables(accounts.variables);
  });
  afterAll(async () => {
    restore();
    accounts.remove();
    await aws.close();
  });
  return {
    aws: () => aws,
    /** What `more` answers goes before everything else. */
    call: (account, args = ['Dev', '--yes', 'Dev', ...profiles], more = () => undefined, around = {}) => {
      aws.play((one) => {
        const own = more(one);
        if (own !== undefined) return own;
        if (one.what === 'codepipeline GetPipelineState') return { json: { stageStates: stages() } };
        if (one.what === 'sts GetCallerIdentity') {
          const whose = one.accessKey;
          return queryAnswer(
            'GetCallerIdentity',
            `<Arn>arn:aws:iam::${whose}:user/ann</Arn><Account>${whose}</Account>`,
          );
        }
        return account.answer(one);
      });
      return runMain(args, { configuration: () => parseConfiguration(europeData, {}), ...around });
    },
  };
}
