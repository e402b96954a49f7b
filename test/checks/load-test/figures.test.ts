import { exportedFigures, notMeasured } from '../../../checks/load-test/figures';
import { K6Summary } from '../../../checks/load-test/k6-summary';
import { goodSummary, journeys, measure, record, requestsPerJourney } from '../support/load-records';

describe('the figures that a load test exports', () => {
  test("are the slower door's p95, and error rate and requests of both", () => {
    const summary = goodSummary();
    measure(summary, 'http_req_duration{scenario:api}', { 'p(95)': 77.2 }, true);
    measure(summary, 'answers_failed{scenario:api}', { passes: 8, fails: journeys * requestsPerJourney - 8 }, true);
    const requests = 2 * journeys * requestsPerJourney;
    expect(exportedFigures(record(), K6Summary.parse(JSON.stringify(summary), 'this-run'))).toEqual({
      P95_MS: '78',
      ERROR_RATE: String(Math.round((8 / requests) * 10_000) / 10_000),
      REQUESTS: String(requests),
    });
  });

  test('say so where nothing was measured', () => {
    expect(Object.values(exportedFigures(record(), undefined))).toEqual([notMeasured, notMeasured, notMeasured]);
  });
});
