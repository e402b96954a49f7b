import type { PoolConnection } from 'mysql2';
import { DatabaseContact } from '../../src/database/contact';
import { GuardedConnection } from '../../src/database/guarded-connection';

/** A connection whose next statement ends with this error, or well. */
function setUp(error?: Error) {
  const did: string[] = [];
  const options: { timeout?: number }[] = [];
  const connection = {
    query: (query: { timeout?: number }, callback: (error: unknown, rows: unknown) => void) => {
      options.push(query);
      callback(error ?? null, []);
    },
    release: () => did.push('released'),
    destroy: () => did.push('destroyed'),
  };
  const contact = new DatabaseContact();
  const guarded = new GuardedConnection(connection as unknown as PoolConnection, contact, () => did.push('returned'));
  const run = () => new Promise((resolve) => guarded.query('SELECT 1', [], resolve));
  return { guarded, run, did, options, contact };
}

describe('GuardedConnection', () => {
  test('bounds every statement in time and notes that the database answered', async () => {
    const { run, guarded, did, options, contact } = setUp();
    await run();
    guarded.release();
    expect(options).toHaveLength(1);
    expect(options[0]?.timeout).toBeGreaterThan(0);
    expect(contact.ageMs()).toBeDefined();
    expect(did).toEqual(['released', 'returned']);
  });

  test.each([
    'PROTOCOL_SEQUENCE_TIMEOUT',
    'PROTOCOL_CONNECTION_LOST',
    'ECONNRESET',
    'ER_OPTION_PREVENTS_STATEMENT',
    'ER_READ_ONLY_MODE',
    'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  ])('after %s it is closed instead of reused', async (code) => {
    const { run, guarded, did, contact } = setUp(Object.assign(new Error(code), { code }));
    await run();
    guarded.release();
    expect(did).toEqual(['destroyed', 'returned']);
    expect(contact.ageMs()).toBeUndefined();
  });

  test('after an error of the statement alone it is reused', async () => {
    const { run, guarded, did } = setUp(Object.assign(new Error('duplicate'), { code: 'ER_DUP_ENTRY' }));
    await run();
    guarded.release();
    expect(did).toEqual(['released', 'returned']);
  });

  test('does not stream', () => {
    const { guarded } = setUp();
    expect(() => guarded.query('SELECT 1', [])).toThrow(/stream/);
  });
});
