import { exportedFigures, longestFigures, nothingMeasured } from '../../../checks/load-test/figures';
import { K6Summary } from '../../../checks/load-test/k6-summary';
import { goodSummary, journeys, measure, record, requestsPerJourney } from '../support/load-records';

describe('the figures that a load test exports', () => {
  const requests = journeys * requestsPerJourney;

  test('are p95, error rate and requests of each door', () => {
    const summary = goodSummary();
    measure(summary, 'http_req_duration{scenario:api}', { 'p(95)': 77.2 }, true);
    measure(summary, 'answers_failed{scenario:api}', { rate: 0.015 }, true);
    const { LOAD_SENT, LOAD_FIGURES } = exportedFigures(record(), K6Summary.parse(JSON.stringify(summary), 'this-run'));
    expect(LOAD_SENT).toBe(`cloudfront:${requests} api:${requests}`);
    expect(LOAD_FIGURES).toContain(`api p95 78 ms, errors 1.5 %, ${requests} requests`);
    expect(LOAD_FIGURES.length).toBeLessThanOrEqual(longestFigures);
  });

  test('say so where nothing was measured', () => {
    expect(exportedFigures(record(), undefined)).toEqual(nothingMeasured);
  });
});
