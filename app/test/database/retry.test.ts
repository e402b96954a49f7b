import { retryOnContention } from '../../src/database/retry';

const failing = (code: string) => Object.assign(new Error(code), { code });

describe('retryOnContention', () => {
  test.each(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT'])('%s is tried again until it works', async (code) => {
    let attempts = 0;
    const result = await retryOnContention(async () => {
      attempts++;
      if (attempts < 3) {
        throw failing(code);
      }
      return 'done';
    });
    expect([result, attempts]).toEqual(['done', 3]);
  });

  test('a transaction that never gets through is given up with its code', async () => {
    let attempts = 0;
    const giveUp = retryOnContention(async () => {
      attempts++;
      throw failing('ER_LOCK_DEADLOCK');
    });
    await expect(giveUp).rejects.toMatchObject({ code: 'TAP5203', statusCode: 503 });
    expect(attempts).toBeGreaterThan(1);
  });

  test('any other error comes through at once', async () => {
    let attempts = 0;
    const other = retryOnContention(async () => {
      attempts++;
      throw failing('ER_DUP_ENTRY');
    });
    await expect(other).rejects.toMatchObject({ code: 'ER_DUP_ENTRY' });
    expect(attempts).toBe(1);
  });
});
