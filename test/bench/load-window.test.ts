import { loadWindowSeconds } from '../../bench/load-window';

const measured = (values: Readonly<Record<string, number>>) => ({
  measurements: Object.entries(values).map(([name, value]) => ({ name, value, unit: 'count' })),
});

describe('the window of a load', () => {
  const cloudfront = { 'cloudfront requests': 645, 'cloudfront request rate': 20.1563 };

  test('is that of journeys beginning, not that of the whole job', () => {
    expect(loadWindowSeconds(measured({ run: 39.05, ...cloudfront }))).toBe(32);
  });

  test('is that of the door with the shortest', () => {
    const api = { 'api requests': 500, 'api request rate': 20 };
    expect(loadWindowSeconds(measured({ run: 39.05, ...cloudfront, ...api }))).toBe(25);
  });

  test('is 0 where nothing came through a door, and where nothing was measured', () => {
    const nothing = { 'api requests': 0, 'api request rate': 0 };
    expect(loadWindowSeconds(measured({ run: 39.05, ...cloudfront, ...nothing }))).toBe(0);
    expect(loadWindowSeconds(measured({ run: 39.05 }))).toBe(0);
    const withoutRate = { 'api requests': 5, 'api request rate': 0 };
    expect(loadWindowSeconds(measured({ run: 39.05, ...withoutRate }))).toBe(0);
  });
});
