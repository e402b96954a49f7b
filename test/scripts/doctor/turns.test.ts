import { Turns } from '../../../scripts/doctor/turns';

/** Tasks that end when they are told to. */
function tasks(count: number) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const run = (turns: Turns) =>
    Array.from({ length: count }, (_, index) =>
      turns.take(async () => {
        begun.push(index);
        await new Promise<void>((end) => {
          ends[index] = end;
        });
        return index;
      }),
    );
  return { begun, run, end: async (index: number) => ends[index]?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('no more than so many go side by side, the others in their order', async () => {
  const { begun, run, end } = tasks(4);
  const all = run(new Turns(2));
  await settled();
  expect(begun).toEqual([0, 1]);
  await end(1);
  await settled();
  expect(begun).toEqual([0, 1, 2]);
  await end(0);
  await settled();
  await end(2);
  await end(3);
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

test('a task that fails hands its place on', async () => {
  const turns = new Turns(1);
  await expect(turns.take(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await turns.take(async () => 'next')).toBe('next');
});
