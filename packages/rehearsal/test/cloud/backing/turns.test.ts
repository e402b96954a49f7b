import { Turns } from '../../../src/cloud/backing/turns';

describe('turns', () => {
  it('start one action when the one before it has ended, and hand on what each comes to', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const action = (name: string) => async () => {
      seen.push(`${name} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([turns.take(action('one')), turns.take(action('two'))])).toEqual(['one', 'two']);
    expect(seen).toEqual(['one starts', 'one ends', 'two starts', 'two ends']);
  });

  it('go on after an action that failed, which alone hears of it', async () => {
    const turns = new Turns();
    const failed = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(async () => 'done');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});
