import { checkServices } from '../../lib/config/service-rules';
import { type ServiceDefinition, services } from '../../lib/config/services';
import { refusal } from './edited';

const stock: ServiceDefinition = { priority: 999, paths: ['/api/stock', '/api/stock/*'], journeys: [] };
const withStock = (change: Partial<ServiceDefinition>, name = 'stock') => ({
  first: { ...stock, priority: 1, paths: ['/api/first'] },
  [name]: { ...stock, ...change },
});

test('the services of the repository are told apart', () => {
  expect(Object.keys(services).length).toBeGreaterThan(0);
  expect(() => checkServices(services)).not.toThrow();
});

test.each([
  ['the first and the last place', {}],
  ['five wildcards', { paths: ['/a/*', '/b/*', '/c/*/d/?'] }],
  ['five paths', { paths: ['/a', '/b', '/c', '/d', '/e'] }],
  ['a path with every kind of character', { paths: [`/a-z_0.9$~"'@:+&*?/${'x'.repeat(90)}`] }],
])('%s are taken', (_what, change) => {
  expect(() => checkServices(withStock(change))).not.toThrow();
});

test.each<[string, Partial<ServiceDefinition>]>([
  ['services.stock.paths: ["/a/*"', { paths: ['/a/*', '/b/*', '/c/*/d/*', '/e/?', '/f*'] }],
  ['services.stock.priority: 0', { priority: 0 }],
  ['services.stock.priority: 1000', { priority: 1000 }],
  ['services.stock.priority: 1.5', { priority: 1.5 }],
  ['services.stock.priority: 1', { priority: 1 }],
  ['services.stock.paths: []', { paths: [] }],
  ['services.stock.paths: ["/a"', { paths: ['/a', '/b', '/c', '/d', '/e', '/f'] }],
  ['services.stock.paths[0]: "api/stock"', { paths: ['api/stock'] }],
  ['services.stock.paths[1]: "/a b"', { paths: ['/a', '/a b'] }],
  ['services.stock.paths[0]: "/xxx', { paths: [`/${'x'.repeat(128)}`] }],
])('%s is refused', (place, change) => {
  const { code, message } = refusal(() => checkServices(withStock(change)));
  expect(code).toBe('TAP1072');
  expect(message).toContain(place);
});

test.each(['Stock', 'stock-count', '1st'])('a service is not called %s', (name) => {
  expect(refusal(() => checkServices(withStock({}, name))).message).toContain(`services.${name}: `);
});

describe('a path that an earlier rule takes whole', () => {
  const two = (before: readonly string[], after: readonly string[]) => ({
    late: { ...stock, priority: 20, paths: after },
    early: { ...stock, priority: 10, paths: before },
  });

  test.each([
    ['/api/*', '/api/carts'],
    ['/api/*', '/api/carts/*'],
    ['/api/products/*', '/api/products/*/reviews'],
    ['/api/cart?', '/api/carts'],
    ['/api/carts', '/api/carts'],
  ])('%s, before %s, is refused', (before, after) => {
    const { code, message } = refusal(() => checkServices(two(['/other', before], [after])));
    expect(code).toBe('TAP1072');
    expect(message).toContain(`services.late.paths[0]: "${after}" is never asked for: "${before}" of services.early`);
  });

  test.each([
    ['/api/carts/*', '/api/*'],
    ['/api/cart?', '/api/cart*'],
    ['/api/a.b', '/api/aXb'],
    ['/api/*/reviews', '/api/products/*'],
  ])('%s, before %s, leaves it something', (before, after) => {
    expect(() => checkServices(two([before], [after]))).not.toThrow();
  });
});
