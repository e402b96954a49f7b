import { CodedError } from '../src/coded-error';

describe('CodedError', () => {
  test('puts its code before the message, so that a log line alone can be looked up', () => {
    const cause = new Error('below');
    const error = new CodedError('TAP1000', 'something is wrong', { cause });

    expect(error).toBeInstanceOf(Error);
    expect(error.code).toBe('TAP1000');
    expect(error.message).toBe('TAP1000: something is wrong');
    expect(error.cause).toBe(cause);
  });
});
