import { DatabaseContact } from '../../src/database/contact';
import { DatabaseHealth, databaseGraceMs } from '../../src/http/health';

/** A database that can be switched off, on a clock that moves only when told. */
function setUp(options: { pingTimeoutMs?: number; ping?: () => Promise<void> } = {}) {
  const state = { nowMs: 1_000_000, up: true, pings: 0 };
  const contact = new DatabaseContact(() => state.nowMs);
  const ping = async () => {
    state.pings++;
    if (!state.up) {
      throw new Error('down');
    }
    contact.made();
  };
  return { state, contact, health: new DatabaseHealth(contact, options.ping ?? ping, options.pingTimeoutMs) };
}

describe('DatabaseHealth', () => {
  test('is ok while the database answers', async () => {
    const { health } = setUp();
    expect(await health.check()).toEqual({ status: 'ok', database: { reachable: true, lastContactSecondsAgo: 0 } });
  });

  test('is degraded, but not unavailable, until the grace time without the database is over', async () => {
    const { health, state } = setUp();
    await health.check();
    state.up = false;
    state.nowMs += databaseGraceMs - 1;
    expect(await health.check()).toEqual({
      status: 'degraded',
      database: { reachable: false, lastContactSecondsAgo: Math.floor((databaseGraceMs - 1) / 1000) },
    });
    state.nowMs += 1;
    expect((await health.check()).status).toBe('unavailable');
  });

  test('is ok again with the first answer, and the grace time starts anew', async () => {
    const { health, state } = setUp();
    await health.check();
    state.up = false;
    state.nowMs += databaseGraceMs * 2;
    expect((await health.check()).status).toBe('unavailable');
    state.up = true;
    expect((await health.check()).status).toBe('ok');
    state.up = false;
    state.nowMs += databaseGraceMs - 1;
    expect((await health.check()).status).toBe('degraded');
  });

  test('is unavailable at once if the database never answered', async () => {
    const { health, state } = setUp();
    state.up = false;
    expect(await health.check()).toEqual({
      status: 'unavailable',
      database: { reachable: false, lastContactSecondsAgo: null },
    });
  });

  test('does not ask while requests have just shown that the database answers', async () => {
    const { health, state, contact } = setUp();
    contact.made();
    await health.check();
    expect(state.pings).toBe(0);
    state.nowMs += 10_000;
    await health.check();
    expect(state.pings).toBe(1);
  });

  test('checks that come at once ask once', async () => {
    const { health, state } = setUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => health.check()));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill('ok'));
    expect(state.pings).toBe(1);
  });

  test('a database that does not answer at all is not reachable after the time for an answer', async () => {
    const { health, contact, state } = setUp({ pingTimeoutMs: 5, ping: () => new Promise(() => {}) });
    expect((await health.check()).status).toBe('unavailable');
    contact.made();
    state.nowMs += 10_000;
    expect((await health.check()).status).toBe('degraded');
  });
});
