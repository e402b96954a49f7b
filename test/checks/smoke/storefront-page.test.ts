import { showsProduct } from '../../../checks/smoke/storefront-page';

const product = (name: string, testProduct = false) => ({
  id: 1,
  sku: 'SKU-1',
  name,
  description: '',
  priceCents: 100,
  currency: 'EUR',
  stock: 1,
  testProduct,
});

const products = [product('Copper thing 1'), product('Marked thing', true)];

test.each([
  ['its name', 'For the home\nCopper thing 1\n10.00', true],
  ['its name in capitals', 'COPPER THING 1', true],
  ['its name on two lines', 'Copper\n   thing 1', true],
  ['half of its name', 'Copper', false],
  ['nothing', '', false],
  ['a marked test product alone', 'Marked thing', false],
])('a page with %s: %#', (_what, text, shown) => {
  expect(showsProduct(text, products)).toBe(shown);
});

test('no list, no product', () => {
  expect(showsProduct('Copper thing 1', [])).toBe(false);
});
