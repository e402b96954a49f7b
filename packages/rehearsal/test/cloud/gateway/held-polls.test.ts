import { heldAnswer, isPoll } from '../../../src/cloud/gateway/held-polls';

const never = new AbortController().signal;
const answer = (body: string, status = 200) => ({ status, headers: {}, body: Buffer.from(body) });

/** Answers these states one after another, the last one for ever. */
function states(...statuses: string[]) {
  let asked = 0;
  const ask = async () => answer(`<StackStatus>${statuses[Math.min(asked++, statuses.length - 1)]}</StackStatus>`);
  return { ask, count: () => asked };
}

test('a poll is held until the stack is at rest', async () => {
  const { ask, count } = states('CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE');
  expect((await heldAnswer(ask, never)).body.toString()).toContain('>ROLLBACK_COMPLETE<');
  expect(count()).toBe(3);
});

test.each(['REVIEW_IN_PROGRESS', 'CREATE_COMPLETE', 'UPDATE_ROLLBACK_FAILED'])(
  '%s is answered at once',
  async (status) => {
    const { ask, count } = states(status);
    await heldAnswer(ask, never);
    expect(count()).toBe(1);
  },
);

test.each(['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'CREATE_PENDING', 'DELETE_IN_PROGRESS'])(
  '%s is held',
  async (status) => {
    const { ask, count } = states(status, 'UPDATE_COMPLETE');
    await heldAnswer(ask, never);
    expect(count()).toBe(2);
  },
);

test('a hold ends after its time with what is true then, and when the client has gone', async () => {
  const { ask, count } = states('CREATE_IN_PROGRESS');
  let clock = 0;
  await heldAnswer(ask, never, () => {
    clock += 2_000;
    return clock;
  });
  expect(count()).toBe(3);
  await heldAnswer(ask, AbortSignal.abort());
  expect(count()).toBe(4);
});

test('only polls for one stack are held', () => {
  const form = new URLSearchParams({ StackName: 'Alpha-Network' });
  expect(isPoll('cloudformation', 'DescribeStacks', form)).toBe(true);
  expect(isPoll('cloudformation', 'DescribeChangeSet', form)).toBe(true);
  expect(isPoll('cloudformation', 'DescribeStacks', new URLSearchParams())).toBe(false);
  expect(isPoll('cloudformation', 'DescribeStackEvents', form)).toBe(false);
});
