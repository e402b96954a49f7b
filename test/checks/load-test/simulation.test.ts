import { join } from 'node:path';
import { type Standing, standing, together } from '../../../checks/load-test/bounds';
import { type Limit, limitsOf, shareOverP95, stepErrorLimit } from '../../../checks/load-test/limits';
import { readProfile } from '../../../checks/load-test/read-profile';
import { readSteps } from '../../../checks/load-test/read-steps';
import { unresolved } from '../../../checks/load-test/resolution';
import { journeyFloor } from '../../../loadtests/lib/arrivals';
import { mostRuns, shorten } from '../../../loadtests/lib/shorten';

/**
 * The judge against shops whose true shares are known: thousands of loads are drawn by chance, by a generator with a fixed
 * seed, and decided as the gate decides them, sent again as often as it may be.
 */

const loadtests = join(__dirname, '..', '..', '..', 'loadtests');
const profile = readProfile(loadtests, 'load');
const steps = readSteps(loadtests, 'checkout');
const thresholdsOf = (maxErrorRate: number) => ({
  cloudfront: { p95Ms: 800, maxErrorRate },
  api: { p95Ms: 800, maxErrorRate },
});
const errorLimit = 0.01;
const shipped = limitsOf(thresholdsOf(errorLimit), steps);
const runs = 2_000;

/** Mulberry32: the same numbers in every run of this test. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const tables = new Map<string, Float64Array>();

/** The chance of at most so many of so many answers, each with the probability: one after the other, by their quotient. */
function binomial(of: number, probability: number): Float64Array {
  const key = `${of} ${probability}`;
  const found = tables.get(key) ?? new Float64Array(of + 1);
  if (tables.has(key)) return found;
  let chance = (1 - probability) ** of;
  for (let count = 0, sum = 0; count <= of; count += 1) {
    sum += chance;
    found[count] = sum;
    chance *= ((of - count) / (count + 1)) * (probability / (1 - probability));
  }
  tables.set(key, found);
  return found;
}

/** How many of so many answers, each with the probability. */
function drawn(of: number, probability: number, random: () => number): number {
  const atMost = binomial(of, probability);
  const chance = random();
  let [low, high] = [0, of];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMost[middle] ?? 1) < chance) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True shares of a shop, by step at a door. */
type Shop = (limit: Pick<Limit, 'what' | 'door' | 'step'>) => number;

/** Counts of one load by limit; a door's are those of its steps together. */
function send(shop: Shop, limits: readonly Limit[], journeys: number, random: () => number): number[] {
  const counts = limits.map((limit) => (limit.step === undefined ? 0 : drawn(journeys, shop(limit), random)));
  return limits.map((limit, index) => {
    if (limit.step !== undefined) return counts[index] ?? 0;
    return limits.reduce(
      (sum, { door, what, step }, other) =>
        step !== undefined && door === limit.door && what === limit.what ? sum + (counts[other] ?? 0) : sum,
      0,
    );
  });
}

const standings = new Map<string, Standing>();

/** The same few counts come again and again. */
function known(count: number, of: number, limit: number): Standing {
  const key = `${count} ${of} ${limit}`;
  const found = standings.get(key) ?? standing({ count, of }, limit);
  standings.set(key, found);
  return found;
}

function decide(counts: readonly number[], limits: readonly Limit[], journeys: number): Standing {
  return together(
    limits.map(({ step, share }, index) =>
      known(counts[index] ?? 0, journeys * (step === undefined ? steps.length : 1), share),
    ),
  );
}

/** Shares of the simulated loads: passed, and decided without a repetition. */
function simulate(
  shop: Shop,
  journeys: number,
  most = 2,
  limits = shipped,
): { readonly passed: number; readonly atOnce: number } {
  const random = randomOf(20_261_130);
  let [passed, atOnce] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    let counts = send(shop, limits, journeys, random);
    let found = decide(counts, limits, journeys);
    if (found !== 'undecided') atOnce += 1;
    for (let sent = 2; sent <= most && found === 'undecided'; sent += 1) {
      const more = send(shop, limits, journeys, random);
      counts = counts.map((count, index) => count + (more[index] ?? 0));
      found = decide(counts, limits, sent * journeys);
    }
    if (found === 'under') passed += 1;
  }
  return { passed: passed / runs, atOnce: atOnce / runs };
}

const clean: Shop = () => 0;
/** Everywhere so many times each limit that holds for all of a door, and for the 95th percentile of a step. */
const everywhere =
  (times: number, errors = errorLimit): Shop =>
  ({ what }) =>
    times * (what === 'took too long' ? shareOverP95 : errors);
/** One step alone, so many times one of its own limits. */
const oneStep =
  (times: number, kind: Limit['what']): Shop =>
  ({ what, door, step }) => {
    if (door !== 'api' || step !== 'order' || what !== kind) return 0;
    return times * (kind === 'took too long' ? shareOverP95 : stepErrorLimit(errorLimit));
  };
const kinds: readonly Limit['what'][] = ['failed', 'were slow failures', 'took too long'];

const whole = Math.min(...Object.values(profile.doors).map(journeyFloor));
const short = shorten(profile, 40);
const rehearsed = Math.min(...Object.values(short.doors).map(journeyFloor));

describe('over simulated loads of the shipped profile', () => {
  test.each<[string, Shop]>([
    ['without any fault', clean],
    ['at half of each limit everywhere', everywhere(0.5)],
    ...kinds.map((kind): [string, Shop] => [`with one step at half of the limit of what ${kind}`, oneStep(0.5, kind)]),
  ])('a shop %s is stopped in less than 1 of 100, and decided at once in 95', (_what, shop) => {
    const { passed, atOnce } = simulate(shop, whole);
    expect(1 - passed).toBeLessThan(0.01);
    expect(atOnce).toBeGreaterThanOrEqual(0.95);
  });

  test.each<[string, Shop]>([
    ['at twice each limit everywhere', everywhere(2)],
    ...kinds.map((kind): [string, Shop] => [`with one step at twice the limit of what ${kind}`, oneStep(2, kind)]),
  ])('a shop %s is passed in less than 1 of 100', (_what, shop) => {
    expect(simulate(shop, whole).passed).toBeLessThan(0.01);
  });

  test('a rehearsal, with half of the samples, is as right, and repeats more', () => {
    const rehearse = (shop: Shop) => simulate(shop, rehearsed, mostRuns(profile, short)).passed;
    expect(simulate(clean, rehearsed)).toEqual({ passed: 1, atOnce: 1 });
    for (const good of [everywhere(0.5), ...kinds.map((kind) => oneStep(0.5, kind))]) {
      expect(1 - rehearse(good)).toBeLessThan(0.01);
    }
    for (const bad of [everywhere(2), ...kinds.map((kind) => oneStep(2, kind))])
      expect(rehearse(bad)).toBeLessThan(0.01);
  });
});

describe('over simulated loads of the fewest journeys that the synth takes', () => {
  const load = {
    executor: 'constant-arrival-rate',
    arrivalsPerSecond: 1,
    minConcurrentUsers: 1,
    maxUsers: 99,
  } as const;
  const refusal = (errors: number, seconds: number) => {
    const door = { ...load, seconds };
    return unresolved({ ...profile, doors: { cloudfront: door, api: door } }, thresholdsOf(errors), steps);
  };

  test.each([0.01, 0.015, 0.02, 0.05])(
    'a shop at half of all limits of %d is decided at once in 95 of 100',
    (errors) => {
      const needed = Number(/it takes (\d+) journeys$/.exec(refusal(errors, 300) ?? '')?.[1]);
      expect(needed).toBeGreaterThan(900);
      // As many seconds as bring a load's floor to the journeys that are needed.
      const seconds = Array.from({ length: 100 }, (_, more) => needed + more).find(
        (length) => journeyFloor({ ...load, seconds: length }) >= needed,
      );
      expect(refusal(errors, seconds ?? 0)).toBeUndefined();
      const limits = limitsOf(thresholdsOf(errors), steps);
      const { passed, atOnce } = simulate(everywhere(0.5, errors), needed, 2, limits);
      expect(1 - passed).toBeLessThan(0.01);
      // By 2,000 draws a share of 95 % is known to within 1 %.
      expect(atOnce).toBeGreaterThan(0.94);
    },
  );

  test('fewer are refused, with what they would decide', () => {
    expect(refusal(0.02, 700)).toMatch(
      /^686 journeys decide a shop at half of all limits together in \d+ of 100 runs; 95 are needed, for which it takes \d+ journeys$/,
    );
  });
});
