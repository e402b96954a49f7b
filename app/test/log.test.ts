import { ApiError } from '../src/errors';
import { createLog, describeError } from '../src/log';
import { Output } from './helpers/output';

describe('the log', () => {
  test("of a driver's error it keeps the codes and no part of the statement", () => {
    const error = Object.assign(new Error("near 'hidden' at line 1"), {
      code: 'ER_PARSE_ERROR',
      errno: 1064,
      sql: "ALTER USER 'x' IDENTIFIED BY 'hidden'",
      sqlMessage: "near 'hidden' at line 1",
    });
    const described = describeError(error);
    expect(described).toMatchObject({ code: 'ER_PARSE_ERROR', errno: 1064 });
    expect(described.stack).toContain('log.test.ts');
    expect(JSON.stringify(described)).not.toContain('hidden');
  });

  test('of its own errors it keeps code and message', () => {
    expect(describeError(new ApiError('TAP5123', 'The cart is empty'))).toMatchObject({
      type: 'ApiError',
      code: 'TAP5123',
      message: 'The cart is empty',
    });
    expect(describeError('text')).toEqual({ type: 'string' });
  });

  test('a line is JSON with level name, ISO time and origin', () => {
    const output = new Output();
    createLog({ service: 'catalog', environment: 'Dev' }, 'info', output).warn({ code: 'TAP5003' }, 'careful');
    expect(output.lines()).toEqual([
      {
        level: 'warn',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        service: 'catalog',
        environment: 'Dev',
        code: 'TAP5003',
        msg: 'careful',
      },
    ]);
  });
});
