import { nameCalled, schemeCalled, schemesListened } from '../../lib/config';
import { environmentAt, parsed } from './edited';

type PlainHttp = 'closed' | 'open' | 'called';

const domain = 'origin.example.com';
const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000';

/** The first environment, with TLS to its load balancer where anything is said of plain HTTP. */
function withOrigin(plainHttp?: PlainHttp) {
  const { environments } = parsed((data) => {
    if (plainHttp !== undefined) environmentAt(data, 0).edge.origin = { domain, certificateArn, plainHttp };
  });
  const [environment] = environments;
  if (environment === undefined) throw new Error('no environment');
  return environment;
}

test.each([
  [undefined, 'http', ['http'], undefined],
  ['called', 'http', ['http', 'https'], undefined],
  ['open', 'https', ['http', 'https'], domain],
  ['closed', 'https', ['https'], domain],
] as const)(
  'where plain HTTP is %s, doors call by %s and the load balancer listens for %j',
  (plainHttp, called, listened, name) => {
    const environment = withOrigin(plainHttp);
    expect(schemeCalled(environment)).toBe(called);
    expect(schemesListened(environment)).toEqual(listened);
    expect(nameCalled(environment)).toBe(name);
  },
);

test('a certificate alone closes plain HTTP', () => {
  const { environments } = parsed((data) => {
    environmentAt(data, 0).edge.origin = { domain, certificateArn };
  });
  expect(environments[0]?.edge.origin?.plainHttp).toBe('closed');
});
