import { roomInPeriod } from '../../../checks/smoke/alarm-period';

/** A wait that nobody may wait for: whoever would wait throws. */
const ended = AbortSignal.abort(new Error('waits'));

afterEach(() => jest.restoreAllMocks());

test.each([
  [0, false],
  [40_000, false],
  [40_001, true],
  [59_999, true],
])('refusals asked for %s ms into a minute wait for the next one: %s', async (into, waits) => {
  jest.spyOn(Date, 'now').mockReturnValue(1_767_225_600_000 + into);
  const asked = roomInPeriod({ clockFactor: 1, signal: ended });
  if (waits) await expect(asked).rejects.toThrow();
  else await expect(asked).resolves.toBeUndefined();
});

test('a clock that goes faster has shorter periods', async () => {
  const signal = ended;
  jest.spyOn(Date, 'now').mockReturnValue(1_767_225_600_000 + 2_900);
  await expect(roomInPeriod({ clockFactor: 20, signal })).rejects.toThrow();
  await expect(roomInPeriod({ clockFactor: 1, signal })).resolves.toBeUndefined();
});
