import { withoutProduction } from '../../../scripts/build/without-production';

const dev = { environment: 'Dev', production: false };
const shop = { environment: 'Shop', production: false };

test('a pipeline without production is warned of by its environments', () => {
  expect(withoutProduction([dev, shop])).toEqual([expect.stringMatching(/^TAP1084: warning: Dev, Shop: none has /)]);
  expect(withoutProduction([shop])).toHaveLength(1);
});

test('one with production is not, wherever it stands', () => {
  expect(withoutProduction([dev, { ...shop, production: true }])).toEqual([]);
  expect(withoutProduction([{ ...shop, production: true }, dev])).toEqual([]);
});
