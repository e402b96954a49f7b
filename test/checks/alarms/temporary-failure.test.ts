import { CodedError } from '@delivery/coded-error';
import { mayPass, temporarily, temporaryFailure } from '../../../checks/alarms/temporary-failure';

const answered = (httpStatusCode: number, name = 'Any') =>
  Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });

test.each<[string, unknown, boolean]>([
  ['throttling', answered(400, 'ThrottlingException'), true],
  ['too many requests', answered(429), true],
  ["an error of the service's own", answered(503), true],
  ['a lost connection', Object.assign(new Error('ECONNRESET'), { $metadata: {} }), true],
  ['a refusal', answered(403, 'AccessDenied'), false],
  ['a wrong question', answered(400, 'ValidationError'), false],
])('%s may pass: %#', (_what, error, expected) => {
  expect(mayPass(error)).toBe(expected);
});

test('a temporary failure is known by its code', () => {
  expect(temporaryFailure(temporarily('not now'))).toBe(true);
  expect(temporaryFailure(new CodedError('TAP3201', 'never'))).toBe(false);
  expect(temporaryFailure(new Error('TAP3204'))).toBe(false);
});
