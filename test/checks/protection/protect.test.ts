import { type Protectable, protectAll } from '../../../checks/protection/protect';

class Planted implements Protectable {
  calls = 0;

  constructor(
    readonly name: string,
    private on: boolean,
    private readonly whenCalled: 'obeys' | 'ignores' | 'refuses' = 'obeys',
  ) {}

  async isProtected(): Promise<boolean> {
    return this.on;
  }

  async protect(): Promise<void> {
    this.calls += 1;
    if (this.whenCalled === 'refuses') throw new Error('AccessDenied');
    if (this.whenCalled === 'obeys') this.on = true;
  }
}

async function run(...all: readonly Planted[]): Promise<string> {
  const lines: string[] = [];
  await protectAll(all, { say: (line) => lines.push(line), signal: new AbortController().signal });
  return lines.join('\n');
}

test('what is off is switched on, and what is on is left alone', async () => {
  const off = new Planted('stack A', false);
  const on = new Planted('stack B', true);
  const log = await run(off, on);
  expect([off.calls, on.calls]).toEqual([1, 0]);
  expect(log).toMatch(/stack A: .* now/);
  expect(log).toMatch(/stack B: .* before/);
});

test.each(['ignores', 'refuses'] as const)(
  'a service that %s the call fails the job, and the others are protected',
  async (how) => {
    const wrong = new Planted('stack A', false, how);
    const other = new Planted('stack B', false);
    await expect(run(wrong, other)).rejects.toThrow(/TAP3412.*stack A/s);
    expect(other.calls).toBe(1);
  },
);

test('nothing to protect is no success', async () => {
  await expect(run()).rejects.toThrow(/TAP3412/);
});
