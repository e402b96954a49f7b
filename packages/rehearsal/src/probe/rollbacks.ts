import { readFile } from 'node:fs/promises';
import { StackFailed } from '../cloud/stack-failed';
import type { ProbeContext, ProbeResult } from './switch-off';

/** A resource that no deployment survives: its function does not exist. */
function broken(account: string, region: string): object {
  const ServiceToken = `arn:aws:lambda:${region}:${account}:function:does-not-exist`;
  return { Type: 'Custom::RehearsalBroken', Properties: { ServiceToken } };
}

/**
 * Deploys what must fail halfway, and sees everything as it was before: what CloudFormation promises, and the emulator has to
 * keep with what stands behind its stacks.
 */
export async function tryRollbacks(context: ProbeContext, done: (result: ProbeResult) => void): Promise<void> {
  done(await guarded('an update that fails halfway is taken back', () => failingUpdate(context)));
  done(await guarded('a creation that fails halfway leaves nothing', () => failingCreation(context)));
}

async function failingUpdate({ stacks, redeploy, hand, cloud }: ProbeContext): Promise<string | undefined> {
  const stack = stacks.at(-1);
  if (stack === undefined) return 'there is no stack';
  const original = await readFile(stack.templateFile, 'utf8');
  const template = JSON.parse(original) as { Resources: Record<string, object> };
  const listed = async (): Promise<string> =>
    JSON.stringify((await cloud.classify()).filter((item) => item.stack === stack.name));
  const before = await listed();
  template.Resources.RehearsalBroken = broken(stack.account, stack.region);
  const status = await statusOfFailure(() => redeploy(stack, JSON.stringify(template)));
  if (status !== 'UPDATE_ROLLBACK_COMPLETE') return `the update ended as ${status}`;
  if ((await hand.template(stack)) !== original) return 'the template is another one than before';
  return (await listed()) === before ? undefined : 'the resources are others than before';
}

async function failingCreation({ stacks, redeploy, hand, cloud }: ProbeContext): Promise<string | undefined> {
  const [first] = stacks;
  if (first === undefined) return 'there is no stack';
  const stack = { ...first, name: 'RehearsalBroken' };
  const Resources = { Topic: { Type: 'AWS::SNS::Topic' }, Broken: broken(stack.account, stack.region) };
  const status = await statusOfFailure(() => redeploy(stack, JSON.stringify({ Resources })));
  if (status !== 'ROLLBACK_COMPLETE') return `the creation ended as ${status}`;
  const left = (await cloud.classify()).filter((item) => item.stack === stack.name);
  await hand.deleteStack(stack);
  return left.length === 0 ? undefined : `${left.length} resources are left`;
}

async function statusOfFailure(deploy: () => Promise<{ readonly status: string }>): Promise<string> {
  try {
    return (await deploy()).status;
  } catch (error) {
    if (error instanceof StackFailed) return error.status;
    throw error;
  }
}

/** @param check answers what is wrong, or nothing */
async function guarded(name: string, check: () => Promise<string | undefined>): Promise<ProbeResult> {
  const wrong = await check().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  return { name, passed: wrong === undefined, seen: wrong ?? 'template and resources as before' };
}
