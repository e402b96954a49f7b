import { conditionOf } from '../../../checks/failed-creations/condition';
import type { Pin } from '../../../lib/config/pin';
import type { AssemblyStack } from '../../build/assembly';
import { ownStack } from '../foreign-stacks';
import type { Look, Question } from '../look';
import { accountOf } from '../places-of';

/**
 * Whether environments that are deployed are pinned: of one that isn't, a commit may change what can't be changed. One that was
 * never complete is made anew, and has nothing to pin.
 */
export const pins: Look = {
  name: 'pins',
  actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
  questions: async ({ configuration: { application, environments }, stacks, pin }) => {
    const all = await stacks;
    return environments
      .filter(({ name }) => !isPinned(name, pin))
      .flatMap(({ name }) => {
        // The others use it, so it is there before them.
        const first = all.find(({ stage }) => stage === name);
        return first === undefined ? [] : question(name, first, application);
      });
  },
};

function isPinned(name: string, pin: Pin | undefined): boolean {
  return pin?.environments[name] !== undefined;
}

function question(name: string, stack: AssemblyStack, application: string): Question {
  return {
    what: `whether ${name}, which is not pinned, is deployed`,
    account: accountOf(stack),
    region: stack.region,
    ask: async (aws) => {
      const there = await ownStack(aws, stack, application);
      const status = String(there?.StackStatus);
      if (there === undefined || status === 'DELETE_COMPLETE' || conditionOf(status) !== 'ready') return [];
      const what = `environment ${name} is deployed, and nothing of it is pinned: a commit may change what can't be changed`;
      return [{ code: 'TAP6201', what, todo: `npm run pin -- ${name}, and commit what it writes` }];
    },
  };
}
