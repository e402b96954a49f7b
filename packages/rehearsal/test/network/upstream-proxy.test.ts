import { type UserProxies, upstreamChoice } from '../../src/network/upstream-proxy';

const proxies: UserProxies = { http: 'http://plain.example:3128', https: 'secure.example:3129' };
const hostFor = (given: UserProxies, host: string, port = 443, scheme: 'http' | 'https' = 'https') =>
  upstreamChoice(given)({ host, port }, scheme)?.host;

describe("this machine's own proxy", () => {
  test('is chosen by the scheme, and may be named without one', () => {
    expect(upstreamChoice(proxies)({ host: 'a.example', port: 80 }, 'http')).toMatchObject({
      host: 'plain.example',
      port: 3128,
      secure: false,
    });
    expect(upstreamChoice(proxies)({ host: 'a.example', port: 443 }, 'https')).toMatchObject({
      host: 'secure.example',
      port: 3129,
    });
    expect(upstreamChoice({ https: 'https://tls.example' })({ host: 'a.example', port: 443 }, 'https')).toMatchObject({
      port: 443,
      secure: true,
    });
  });

  test('is none where none is named', () => {
    expect(hostFor({}, 'a.example')).toBeUndefined();
    expect(hostFor({ https: '' }, 'a.example')).toBeUndefined();
  });

  test.each(['127.0.0.1', 'localhost', '::1', 'bucket.localhost'])('is never asked for %s', (host) => {
    expect(hostFor(proxies, host)).toBeUndefined();
  });

  test.each([
    ['*', 'a.example'],
    ['a.example', 'a.example'],
    ['A.Example', 'a.example'],
    ['b.example, a.example', 'a.example'],
    ['b.example a.example', 'x.a.example'],
    ['.a.example', 'x.a.example'],
    ['*.a.example', 'x.a.example'],
    ['a.example:443', 'a.example'],
    ['10.0.0.0/8', '10.1.2.3'],
    ['2001:db8::/32', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
  ])('is not asked where NO_PROXY is %s: %s', (none, host) => {
    expect(hostFor({ ...proxies, none }, host)).toBeUndefined();
  });

  test.each([
    ['a.example', 'evila.example'],
    ['a.example', 'a.example.evil'],
    ['a.example:80', 'a.example'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['10.0.0.0/99', '10.0.0.1'],
    ['nonsense/8', 'a.example'],
    ['2001:db8::/32', '10.0.0.1'],
    [' , ', 'a.example'],
  ])('is asked where NO_PROXY is %j: %s', (none, host) => {
    expect(hostFor({ ...proxies, none }, host)).toBe('secure.example');
  });

  test('knows its user by a header', () => {
    const choice = upstreamChoice({ https: 'http://me:p%40ss%ZZ@proxy.example:1' });
    const authorization = choice({ host: 'a.example', port: 443 }, 'https')?.authorization ?? '';
    expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).toBe('me:p%40ss%ZZ');
    const encoded = upstreamChoice({ https: 'http://me:p%40ss@proxy.example:1' });
    const header = encoded({ host: 'a.example', port: 443 }, 'https')?.authorization ?? '';
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe('me:p@ss');
  });

  test.each(['socks5://me:secret@proxy.example:1080', 'http://me:secret@'])(
    'is refused as %s, without its password',
    (https) => {
      const refused = expect.objectContaining({ code: 'TAP4081', message: expect.stringContaining('HTTPS_PROXY') });
      expect(() => upstreamChoice({ https })).toThrow(refused);
      expect(() => upstreamChoice({ https })).not.toThrow(/secret/);
    },
  );
});
