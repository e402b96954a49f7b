import type { Loosening } from '../../../checks/earlier/looser-than';
import { everything, looserWords } from '../../../checks/earlier/looser-words';
import { leastRoom } from '../../../contracts/approval';

type Value = Loosening['was'];

const loosening = (path: string, was?: Value, is?: Value): Loosening => ({
  path,
  was,
  is,
  environment: path.split('.')[0],
  production: path.startsWith('Prod'),
});
const commit = 'fedcba9876543210';
const found = [
  loosening('Prod.approval', true, false),
  loosening('Prod.load.thresholds.api.p95Ms', 300, 2000),
  loosening('Prod.load.thresholds.api.maxErrorRate', 0.001, 0.02),
  loosening('Prod.bakeSeconds', 1800, 480),
  loosening('Prod.after.Staging', true, undefined),
  loosening('Prod.alarms.tap-prod-5xx.settings.threshold', '20', '25'),
  loosening('Prod.alarms.tap-prod-cpu'),
  loosening('Prod.alarms.tap-prod-errors.settings.expression of e', 'a / b', 'IF(a > 50, 100 * a / (a + b), 0) + 12'),
  loosening('Dev.load.journey', 'checkout', 'browse'),
  loosening('Dev.profile.doors.api.seconds', 240, 60),
];

test('few words say what it is, from what to what', () => {
  expect(looserWords({ than: [commit], found, unknown: [] }, 1_000)).toBe(
    'Looser than in fedcba9: Prod approval true -> false; Prod api p95 300 -> 2000 ms; Prod api errors 0.1 % -> 2 %; ' +
      'Prod bake 1800 -> 480 s; Prod after Staging gone; Prod tap-prod-5xx threshold 20 -> 25; Prod tap-prod-cpu gone; ' +
      'Prod tap-prod-errors expression of e changed; Dev load journey checkout -> browse; Dev load api seconds 240 -> 60 s.',
  );
});

test.each([
  [
    175,
    'Looser than in fedcba9: Prod approval true -> false; Prod api p95 300 -> 2000 ms; Prod api errors 0.1 % -> 2 %; Prod bake 1800 -> 480 s; 6 more (4 of Prod, 2 of Dev).',
  ],
  [leastRoom.looser, 'Looser: Prod approval true -> false; 9 more (7 of Prod, 2 of Dev).'],
  [65, 'Looser: Prod approval true -> false; 9 more (7 reach production).'],
  [60, 'Looser: 10 things (8 of Prod, 2 of Dev), see the evidence.'],
  [50, 'Looser: 10 things (8 of Prod, 2 of Dev).'],
])('in %i characters the first are told, and where the others are', (room, told) => {
  expect(looserWords({ than: [commit], found, unknown: [] }, room)).toBe(told);
});

test('an environment without a record is named beside what is looser, by its number at least', () => {
  const first = 'First into ProdEu, or the record of the one before is gone.';
  expect(looserWords({ than: [], found: [], unknown: ['ProdEu'] }, leastRoom.looser)).toBe(first);
  expect(looserWords({ than: [commit], found: [], unknown: ['ProdEu'] }, 200)).toBe(
    `No gate is looser than in fedcba9. ${first}`,
  );
  expect(everything({ than: [commit], found: found.slice(0, 1), unknown: ['ProdEu'] })).toBe(
    `Looser than in ${commit}: Prod.approval true -> false. ${first}`,
  );
  const long = ['a', 'b', 'c'].map((letter) => `L${letter.repeat(15)}`);
  const many = Array.from({ length: 999 }, (_, index) => loosening(`Prod${index}.bakeSeconds`, 2, 1));
  for (const unknown of [long, long.slice(1), long.slice(2), []]) {
    for (const than of [[commit], [commit, `1${commit}`], []].slice(0, unknown.length === 3 ? 3 : 2)) {
      for (const some of [many, found, []]) {
        const told = looserWords({ than, found: some, unknown }, leastRoom.looser);
        expect(told.length).toBeLessThanOrEqual(leastRoom.looser);
        if (than.length > 0 && some.length > 0) expect(told).toMatch(/\(\d+ (of Prod|reach production)/);
        if (unknown.length > 0) expect(told).toMatch(/[Rr]ecord/);
      }
    }
  }
});
