import { fitOf } from '../../../src/cloud/doors/http-routes';

/** The route that a request takes of these. */
function taken(method: string, path: string, routes: readonly string[]): string | undefined {
  const fits = routes.flatMap((route) => {
    const fit = fitOf(route, method, path);
    return fit === undefined ? [] : [{ route, fit }];
  });
  return fits.sort((one, other) => other.fit - one.fit)[0]?.route;
}

describe('the route of an HTTP API', () => {
  const routes = [
    '$default',
    'ANY /{proxy+}',
    'GET /pets/{id}',
    'GET /pets/dog/1',
    'ANY /pets/{id}',
    'GET /pets/dog/{id}',
  ];

  test.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['GET', '/pets/cat', 'GET /pets/{id}'],
    ['PUT', '/pets/cat', 'ANY /pets/{id}'],
    ['GET', '/pets/cat/1', 'ANY /{proxy+}'],
    ['GET', '/', '$default'],
  ])('for %s %s is the most specific one', (method, path, route) => {
    expect(taken(method, path, routes)).toBe(route);
  });

  test('is none where none fits', () => {
    expect(taken('GET', '/pets', ['GET /pets/{id}', 'POST /pets', 'GET /pets/{id+}'])).toBeUndefined();
  });
});
