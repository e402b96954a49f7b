import { CodedError } from '@delivery/coded-error';
import { deleteInOrder } from '../../../scripts/teardown/delete-in-order';
import type { DeletionEnd } from '../../../scripts/teardown/delete-stack';
import type { LivingStack } from '../../../scripts/teardown/living-stacks';
import { livingStack } from './living-stack';

const [network, data, edge] = ['Network', 'Data', 'Edge'].map((name) => livingStack(name)) as [
  LivingStack,
  LivingStack,
  LivingStack,
];
const all = [network, data, edge];
const order = new Map([
  [network.id, new Set([data.id])],
  [data.id, new Set<string>()],
  [edge.id, new Set<string>()],
]);
const failed: DeletionEnd = {
  gone: false,
  failed: [{ logicalId: 'A', physicalId: 'a', type: 'T', reason: 'in use' }],
};

/** Deletions whose end a test decides, by name. */
function deletions(ends: Readonly<Record<string, Promise<DeletionEnd>>> = {}) {
  const begun: string[] = [];
  const begin = async (stack: LivingStack) => {
    begun.push(stack.name);
    return { stack, end: () => ends[stack.name] ?? Promise.resolve<DeletionEnd>({ gone: true }) };
  };
  return { begun, begin };
}

describe('deleting in order', () => {
  test('begins each stack when those are gone that must go before it', async () => {
    const { begun, begin } = deletions();
    const end = await deleteInOrder(all, order, begin);
    expect(begun).toEqual(['Data', 'Edge', 'Network']);
    expect(end).toMatchObject({ failed: [], left: [] });
    expect(end.refused).toBeUndefined();
    expect(end.gone).toHaveLength(3);
  });

  test('does not wait for a slow one that nobody depends on', async () => {
    let finish: (end: DeletionEnd) => void = () => undefined;
    const slow = new Promise<DeletionEnd>((resolve) => {
      finish = resolve;
    });
    const { begun, begin } = deletions({ Edge: slow });
    const ending = deleteInOrder(all, order, async (stack) => {
      if (stack === network) setImmediate(finish, { gone: true });
      return begin(stack);
    });
    await ending;
    expect(begun).toEqual(['Data', 'Edge', 'Network']);
  });

  test('follows the others to their end when one fails, and begins nothing that waits for it', async () => {
    const { begun, begin } = deletions({ Data: Promise.resolve(failed) });
    const end = await deleteInOrder(all, order, begin);
    expect(begun).toEqual(['Data', 'Edge']);
    expect(end.gone).toEqual([edge]);
    expect(end.failed.map(({ stack }) => stack)).toEqual([data]);
    expect(end.left).toEqual([network]);
  });

  test('begins nothing more when one is refused', async () => {
    const { begun, begin } = deletions();
    const error = new CodedError('TAP6005', 'no right');
    const end = await deleteInOrder(all, order, (stack) => (stack === data ? Promise.reject(error) : begin(stack)));
    expect(begun).toEqual([]);
    expect(end).toMatchObject({ refused: { stack: data, error }, left: all, gone: [] });
  });

  test('ends with what can no longer be followed, without a rejection that is nobody’s', async () => {
    const lost = () => Promise.reject<DeletionEnd>(new CodedError('TAP6003', 'expired'));
    const { begin } = deletions({ Data: lost(), Edge: lost() });
    await expect(deleteInOrder(all, order, begin)).rejects.toMatchObject({ code: 'TAP6003' });
  });

  test('lets references in a circle hold up nothing', async () => {
    const circle = new Map([
      [network.id, new Set([data.id])],
      [data.id, new Set([network.id])],
    ]);
    const { begun, begin } = deletions();
    expect((await deleteInOrder([network, data], circle, begin)).gone).toHaveLength(2);
    expect(begun).toEqual(['Network', 'Data']);
  });
});
