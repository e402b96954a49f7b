import { notMeasured, parts } from '../../bench/not-measured';

describe('a benchmark', () => {
  test('says what it left out, with the option that measures it', () => {
    expect(notMeasured(parts, 'none')).toBe(
      'not measured: verdict, duration, memory and load of a rehearsal (--rehearsal [n])',
    );
    expect(notMeasured(['synth'], 'busy')).toBe(
      'not measured: test (--only test); shop (--only shop); doctor (--only doctor); duration of a rehearsal (--rehearsal [n] without --busy)',
    );
  });

  test('says nothing where nothing is left out', () => {
    expect(notMeasured(parts, 'alone')).toBeUndefined();
  });
});
