import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { DeliveryConfiguration } from '../../../lib/config';
import { accountsOf, type Place } from '../../accounts/places';
import type { AssemblyStack } from '../../build/assembly';
import type { AwsPlace } from '../aws-place';
import { isNamed } from '../is-named';
import type { Look, Problem } from '../look';
import { stacksOf } from '../stacks-of';
import { trusts } from '../trust';

/**
 * What `cdk bootstrap` left in every account and region: its version, and whether the pipeline's account may deploy.
 *
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export const bootstrap: Look = {
  name: 'bootstrap',
  actions: ['cloudformation:DescribeStacks', 'iam:GetRole', 'ssm:GetParameter'],
  questions: async ({ configuration, stacks }) =>
    accountsOf(configuration)
      .flatMap(({ places }) => places)
      .map((place) => ({
        what: `bootstrapping under qualifier ${configuration.pipeline.bootstrapQualifier}`,
        account: place.account,
        region: place.region,
        ask: async (aws) => look(aws, configuration, place, neededBy(await stacks)),
      })),
};

function neededBy(stacks: readonly AssemblyStack[]): number {
  return Math.max(0, ...stacks.map(({ bootstrapVersion = 0 }) => bootstrapVersion));
}

async function look(
  aws: AwsPlace,
  configuration: DeliveryConfiguration,
  place: Place,
  needed: number,
): Promise<readonly Problem[]> {
  const { bootstrapQualifier: qualifier } = configuration.pipeline;
  const command = commandFor(aws, configuration, place);
  const version = await versionOf(aws, qualifier);
  if (version === undefined) {
    const other = (await stacksOf(aws))
      .get('CDKToolkit')
      ?.Parameters?.find(({ ParameterKey }) => ParameterKey === 'Qualifier');
    const under = other?.ParameterValue;
    const todo = `bootstrap it: ${command}`;
    return [
      under === undefined || under === qualifier
        ? { code: 'TAP6111', what: `not bootstrapped: there is no parameter ${parameterOf(qualifier)}`, todo }
        : {
            code: 'TAP6111',
            what: `bootstrapped under qualifier ${under}, but pipeline.bootstrapQualifier is ${qualifier}`,
            todo: `name ${under} there, or ${todo}`,
          },
    ];
  }
  const problems: Problem[] = [];
  // The CDK writes a number; what is none says nothing of what the account has.
  if (!/^\d+$/.test(version) || Number(version) < needed) {
    const what = `bootstrapped in version ${version || '(empty)'}, but the stacks need ${needed} or newer`;
    problems.push({ code: 'TAP6112', what, todo: `bootstrap it again: ${command}` });
  }
  return [...problems, ...(await trust(aws, configuration, place, command))];
}

/** Every bootstrapped account trusts itself; another one's pipeline only if it was named. */
async function trust(
  aws: AwsPlace,
  { pipeline }: DeliveryConfiguration,
  { account }: Place,
  command: string,
): Promise<readonly Problem[]> {
  if (pipeline.account === undefined || pipeline.account === account) return [];
  const RoleName = `cdk-${pipeline.bootstrapQualifier}-deploy-role-${aws.account}-${aws.region}`;
  const todo = `bootstrap it again: ${command}`;
  try {
    const { Role } = await aws.client(IAMClient).send(new GetRoleCommand({ RoleName }));
    if (trusts(Role?.AssumeRolePolicyDocument, pipeline.account)) return [];
    return [
      { code: 'TAP6113', what: `role ${RoleName} does not trust the pipeline's account ${pipeline.account}`, todo },
    ];
  } catch (error) {
    if (!isNamed(error, 'NoSuchEntityException')) throw error;
    return [{ code: 'TAP6113', what: `role ${RoleName} is gone, by which the pipeline deploys`, todo }];
  }
}

async function versionOf(aws: AwsPlace, qualifier: string): Promise<string | undefined> {
  try {
    const { Parameter } = await aws.client(SSMClient).send(new GetParameterCommand({ Name: parameterOf(qualifier) }));
    return Parameter?.Value ?? '';
  } catch (error) {
    if (isNamed(error, 'ParameterNotFound')) return undefined;
    throw error;
  }
}

function parameterOf(qualifier: string): string {
  return `/cdk-bootstrap/${qualifier}/version`;
}

/** As `docs/deploy.md` has it. */
function commandFor(aws: AwsPlace, { pipeline }: DeliveryConfiguration, { account }: Place): string {
  const trusted = pipeline.account !== undefined && pipeline.account !== account ? ` --trust ${pipeline.account}` : '';
  const { bootstrapQualifier: qualifier } = pipeline;
  const own = qualifier === 'hnb659fds' ? '' : ` --qualifier ${qualifier} --toolkit-stack-name CDKToolkit-${qualifier}`;
  return `npx cdk bootstrap aws://${aws.account}/${aws.region}${trusted}${own} --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess`;
}
