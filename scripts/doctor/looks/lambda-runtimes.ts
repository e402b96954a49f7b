import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { AssemblyStack } from '../../build/assembly';
import type { AwsPlace } from '../aws-place';
import { isNamed } from '../is-named';
import type { Look, Problem } from '../look';
import { accountOf } from '../places-of';
import { rotationRuntime, runtimeEnds, runtimesAsOf } from '../runtimes';
import { stacksOf } from '../stacks-of';
import { textsOf, valueAt } from '../template-values';

/**
 * Whether Lambda still makes and changes functions of the stacks' runtimes. It lists none, so the days are those of a table; what
 * a function runs on that AWS makes itself, to rotate passwords, is asked where it exists.
 */
export const lambdaRuntimes: Look = {
  name: 'runtimes',
  actions: ['cloudformation:DescribeStacks', 'lambda:GetFunctionConfiguration'],
  questions: async ({ stacks, now }) =>
    (await stacks).flatMap((stack) => {
      const runtimes = textsOf(stack, 'AWS::Lambda::Function', ({ Runtime }) => Runtime);
      const rotations = textsOf(stack, 'AWS::SecretsManager::RotationSchedule', (properties) =>
        valueAt(properties, 'HostedRotationLambda.RotationLambdaName'),
      );
      if (runtimes.length + rotations.length === 0) return [];
      return {
        what: `runtimes of the functions in ${stack.name}`,
        account: accountOf(stack),
        region: stack.region,
        ask: async (aws) => {
          const exists = (await stacksOf(aws)).has(stack.name);
          const own = runtimes.flatMap((runtime) => ended(stack, runtime, exists, now));
          const made = await Promise.all(rotations.map((name) => ofRotation(aws, stack, name, now)));
          return [...own, ...made.flat()];
        },
      };
    }),
};

async function ofRotation(
  aws: AwsPlace,
  stack: AssemblyStack,
  FunctionName: string,
  now: Date,
): Promise<readonly Problem[]> {
  try {
    const made = await aws.client(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName }));
    return ended(stack, made.Runtime ?? rotationRuntime, true, now);
  } catch (error) {
    if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    return ended(stack, rotationRuntime, false, now);
  }
}

/** @throws Error if the table has no days for the runtime: then nothing is known */
function ended({ name }: AssemblyStack, runtime: string, exists: boolean, now: Date): readonly Problem[] {
  const end = runtimeEnds[runtime];
  if (end === undefined)
    throw new Error(`scripts/doctor/runtimes.ts has no days of ${runtime} (as of ${runtimesAsOf})`);
  const day = exists ? end.change : end.creation;
  if (now.toISOString().slice(0, 10) < day) return [];
  const what = `Lambda ${exists ? 'changes' : 'makes'} no function on ${runtime} since ${day}, and ${name} has one`;
  const todo =
    runtime === rotationRuntime
      ? 'look whether AWS has moved its rotation functions on (docs/deploy.md, "The function that rotates passwords")'
      : 'take a newer runtime, or a newer aws-cdk-lib whose functions have one';
  return [{ code: 'TAP6174', what, todo }];
}
