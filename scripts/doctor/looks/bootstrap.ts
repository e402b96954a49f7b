import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CodedError } from '@delivery/coded-error';
import type { DeliveryConfiguration } from '../../../lib/config';
import { accountsOf, type Place } from '../../accounts/places';
import type { AssemblyStack } from '../../build/assembly';
import type { AwsPlace } from '../aws-place';
import { isNamed } from '../is-named';
import type { Look, Problem } from '../look';
import { stacksOf } from '../stacks-of';
import { type Trust, trustOf } from '../trust';

/**
 * What `cdk bootstrap` left in every account and region: its version, and the roles by which the pipeline's account deploys.
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
  return [...problems, ...(await roles(aws, configuration, command))];
}

/** What the pipeline deploys by, and what CloudFormation acts as; the first two are for the pipeline to change into. */
const rolesOfBootstrap = [
  { name: 'deploy-role', ofPipeline: true },
  { name: 'file-publishing-role', ofPipeline: true },
  { name: 'cfn-exec-role', ofPipeline: false },
] as const;

/** The parameter alone deploys nothing: the roles must be there, too, and let the pipeline's account in, be it their own. */
async function roles(aws: AwsPlace, { pipeline }: DeliveryConfiguration, command: string): Promise<readonly Problem[]> {
  const account = pipeline.account ?? aws.account;
  const found = await Promise.all(
    rolesOfBootstrap.map(async ({ name, ofPipeline }) => {
      const role = `cdk-${pipeline.bootstrapQualifier}-${name}-${aws.account}-${aws.region}`;
      const trust = await trustIn(aws, role, account);
      return { role, trust: ofPipeline || trust === undefined ? trust : 'trusts' };
    }),
  );
  const rolesThat = (wanted: Trust | undefined) =>
    found.filter(({ trust }) => trust === wanted).map(({ role }) => role);
  const conditional = rolesThat('trusts under conditions');
  if (conditional.length > 0) {
    throw new CodedError(
      'TAP6114',
      `${conditional.join(' and ')} can be assumed under conditions alone; whether the pipeline's account ${account} meets them can't be seen from here`,
    );
  }
  const todo = `bootstrap it again: ${command}`;
  const problem = (those: readonly string[], what: string): readonly Problem[] =>
    those.length === 0 ? [] : [{ code: 'TAP6113', what: `${those.join(' and ')} ${what}`, todo }];
  return [
    ...problem(rolesThat(undefined), 'missing: nothing is deployed without'),
    ...problem(rolesThat('does not trust'), `not for the pipeline's account ${account} to assume`),
  ];
}

/** @returns undefined if there is no such role */
async function trustIn(aws: AwsPlace, RoleName: string, account: string): Promise<Trust | undefined> {
  try {
    const { Role } = await aws.client(IAMClient).send(new GetRoleCommand({ RoleName }));
    return trustOf(Role?.AssumeRolePolicyDocument, account);
  } catch (error) {
    if (isNamed(error, 'NoSuchEntityException')) return undefined;
    throw error;
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
