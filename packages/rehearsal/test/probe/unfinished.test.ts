import { exitCodes, RunAborted, RunError } from '../../src/command/run-error';
import { unfinished } from '../../src/probe/unfinished';

const going = new AbortController().signal;

describe('a probe without a result', () => {
  test('ends with 130 when it is interrupted, whatever a part of it threw on its way out', () => {
    const signal = AbortSignal.abort(new RunAborted('interrupted', 'Ended by SIGINT.'));
    expect(unfinished(new Error('socket closed'), signal)).toEqual({ exitCode: 130, message: 'Ended by SIGINT.' });
  });

  test('ends with 5 when the local cloud is gone', () => {
    const signal = AbortSignal.abort(new RunAborted('broken', 'The emulator has ended.'));
    expect(unfinished(signal.reason, signal).exitCode).toBe(exitCodes.broken);
  });

  test('ends with the code of a refusal', () => {
    const refusals = [exitCodes.wrongUse, exitCodes.machineLacks];
    const codes = refusals.map((code) => unfinished(new RunError('TAP4047', code, 'Refused.'), going).exitCode);
    expect(codes).toEqual(refusals);
  });

  test('ends with 1 when there is no environment to probe', () => {
    expect(unfinished(new Error("HEAD can't be synthesized"), going).exitCode).toBe(exitCodes.stopped);
  });
});
