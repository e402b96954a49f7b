import type { Rule } from './rule';
import { trusts } from './trust';

/** Who has to be trusted by the roles that a resource is given, and what AWS says if it is not. */
const takers: Readonly<
  Record<
    string,
    {
      readonly service: string;
      readonly properties: readonly string[];
      words(arn: string): string;
      readonly source: string;
    }
  >
> = {
  'AWS::ECS::TaskDefinition': {
    service: 'ecs-tasks.amazonaws.com',
    properties: ['ExecutionRoleArn', 'TaskRoleArn'],
    words: (arn) =>
      `ECS was unable to assume the role '${arn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    source: 'https://github.com/aws-samples/aws-modern-application-workshop/issues/88',
  },
  'AWS::Lambda::Function': {
    service: 'lambda.amazonaws.com',
    properties: ['Role'],
    words: () => 'The role defined for the function cannot be assumed by Lambda.',
    source: 'https://github.com/serverless/serverless/issues/4384',
  },
};

/**
 * A role that does not exist, or does not trust the service that is to take it, fails the function; and of a service the tasks, which
 * never start. Here it fails the task definition: earlier than on AWS, where the service fails by it. A role of another account is
 * not looked at.
 */
export const serviceRole: Rule = {
  looksAt: Object.fromEntries(Object.keys(takers).map((type) => [type, []])),
  judge({ step, type, after, service: { roles = {} } }) {
    const taker = takers[type];
    if (taker === undefined || step === 'delete') return undefined;
    const { service, properties, words, source } = taker;
    const wrong = properties
      .map((name) => String(after[name] ?? ''))
      .find((arn) => arn in roles && !trusts(roles[arn], service));
    return wrong === undefined ? undefined : { refused: words(wrong), source };
  },
};
