import { exportedFigures, figures, nothingMeasured } from '../../../checks/load-test/figures';
import { Samples } from '../../../checks/load-test/samples';
import { judgeLoad } from '../../../checks/load-test/verdict';
import { longestFigures } from '../../../contracts/approval';
import { parseSent } from '../../../contracts/load-window';
import {
  addAnswer,
  journeys,
  record,
  recordOfRun,
  recordWith,
  requestsPerJourney,
  steps,
} from '../support/load-records';

describe('the figures that a load test exports', () => {
  const requests = journeys * requestsPerJourney;

  test('are what was sent by door, and for a person the worst step first', () => {
    const { LOAD_SENT, LOAD_FIGURES } = exportedFigures(
      recordWith((door, step, index) => {
        if (door !== 'api' || step !== 'fill') return undefined;
        return index < 8 ? { failed: 'status 500', waitMs: 290 } : { waitMs: 290 };
      }),
    );
    expect(parseSent(LOAD_SENT)).toEqual({
      runId: record().runId,
      doors: { cloudfront: requests, api: requests },
      tasks: { least: 2 * requests - 8, most: 2 * requests },
    });
    expect(LOAD_FIGURES).toBe(
      'worst "fill" through api: p95 290 of 300 ms, errors 1 %; all: errors 0.13 % of 6400 answers',
    );
    expect(LOAD_FIGURES.length).toBeLessThanOrEqual(longestFigures);
  });

  test('name the slowest step where nothing is wrong', () => {
    const { LOAD_FIGURES } = exportedFigures(
      recordWith((_door, step) => (step === 'order' ? { waitMs: 60 } : undefined)),
    );
    expect(LOAD_FIGURES).toMatch(/^worst "order" through/);
  });

  test('are of all runs together', () => {
    const twice = { ...record(), runs: [...record().runs, ...record().runs] };
    expect(parseSent(exportedFigures(twice).LOAD_SENT)).toMatchObject({
      doors: { cloudfront: 2 * requests, api: 2 * requests },
      tasks: { least: 4 * requests, most: 4 * requests },
    });
  });

  test('leave to a cache of the API what it may answer', () => {
    const samples = new Samples();
    const row = { timestamp: '0', metric_value: '1', name: 'look', scenario: 'api' };
    for (const extra_tags of ['', 'revision=abc', 'failed=status']) {
      samples.add({ ...row, metric_name: 'http_reqs', extra_tags });
      samples.add({ ...row, metric_name: 'shopper_wait', extra_tags });
    }
    const tasksOf = (apiCache: boolean) =>
      parseSent(exportedFigures({ ...recordOfRun({ samples }), apiCache }).LOAD_SENT)?.tasks;
    expect(tasksOf(true)).toEqual({ least: 1, most: 3 });
    expect(tasksOf(false)).toEqual({ least: 2, most: 3 });
  });

  test('say so where nothing was measured', () => {
    expect(exportedFigures(record({ runs: [] }))).toEqual(nothingMeasured);
    expect(exportedFigures(recordOfRun({ samples: new Samples() }))).toEqual(nothingMeasured);
  });
});

describe('the evidence of a load', () => {
  const ofStep = (found: ReturnType<typeof judgeLoad>, name: string) =>
    found.measurements.find((one) => one.name === name);

  test('holds the requests of each step against a floor, which falls with journeys that ended before', () => {
    const good = ofStep(judgeLoad(record()), 'order through api requests');
    const limit = good?.limit && 'atLeast' in good.limit ? good.limit.atLeast : 0;
    expect(limit).toBeGreaterThan(0.9 * journeys);
    expect(limit).toBeLessThan(journeys);
    const failing = judgeLoad(
      recordWith((door, step, index) =>
        door === 'api' && step === 'fill' && index < 5 ? { failed: 'status 500' } : undefined,
      ),
    );
    expect(ofStep(failing, 'fill through api requests')?.limit).toEqual({ atLeast: limit });
    expect(ofStep(failing, 'order through api requests')?.limit).toEqual({ atLeast: limit - 5 });
  });
});

test('a step that was not answered has no share of errors, and its requests are told', () => {
  const samples = new Samples();
  for (const { name } of steps) if (name !== 'order') addAnswer(samples, { door: 'api', step: name, waitMs: 10 });
  const measured = figures(record(), samples, []).map(({ name }) => name);
  expect(measured).toEqual(expect.arrayContaining(['fill through api error rate', 'fill through api slow failures']));
  const ofOrders = measured.filter((name) => name.startsWith('order through'));
  expect(ofOrders.sort()).toEqual(['order through api requests', 'order through cloudfront requests']);
});
