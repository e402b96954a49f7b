/**
 * How well a route of an HTTP API fits a request: the greatest number wins, none does not fit at all
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 *
 * @param routeKey for example `GET /items/{id}`, `ANY /{proxy+}` or `$default`
 */
export function fitOf(routeKey: string, method: string, path: string): number | undefined {
  if (routeKey === '$default') return 0;
  const [verb = '', route = ''] = routeKey.split(' ');
  if (verb !== 'ANY' && verb !== method) return undefined;
  const wanted = segmentsOf(route);
  const asked = segmentsOf(path);
  const isGreedy = wanted.at(-1)?.endsWith('+}') === true;
  if (isGreedy ? asked.length < wanted.length : asked.length !== wanted.length) return undefined;
  const fits = wanted.every((segment, index) => segment.startsWith('{') || segment === asked[index]);
  if (!fits) return undefined;
  const variables = wanted.filter((segment) => segment.startsWith('{')).length;
  // A full match before one with variables, that before a greedy one; and a verb before any.
  return (
    (isGreedy ? 1_000 : 2_000) +
    2 * (wanted.length - variables) +
    (verb === 'ANY' ? 0 : 1) +
    (variables === 0 ? 1_000 : 0)
  );
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
