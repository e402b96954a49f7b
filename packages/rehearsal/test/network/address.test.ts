import { addressOf, addressOfUrl, authorityOf, isLoopback } from '../../src/network/address';

describe('the address that a proxy is asked for', () => {
  test.each([
    ['Registry.Example:443', { host: 'registry.example', port: 443 }],
    ['registry.example.:443', { host: 'registry.example', port: 443 }],
    ['10.1.2.3:8080', { host: '10.1.2.3', port: 8080 }],
    ['[2001:DB8::1]:443', { host: '2001:db8::1', port: 443 }],
  ])('is read from %s', (authority, address) => {
    expect(addressOf(authority)).toEqual(address);
  });

  test.each([
    'registry.example',
    ':443',
    'registry.example:',
    'registry.example:0',
    'registry.example:65536',
    'registry.example:443@evil.example:443',
    'user@registry.example:443',
    '2001:db8::1:443',
    'a b:1',
    '/',
    '',
  ])('is none in %j', (authority) => {
    expect(addressOf(authority)).toBeUndefined();
  });

  test('of a URL is where its request goes, not what stands before an @', () => {
    expect(addressOfUrl(new URL('http://registry.example@evil.example/x'))).toEqual({ host: 'evil.example', port: 80 });
    expect(addressOfUrl(new URL('https://[2001:db8::1]/'))).toEqual({ host: '2001:db8::1', port: 443 });
    expect(addressOfUrl(new URL('http://registry.example.:8081/'))).toEqual({ host: 'registry.example', port: 8081 });
  });

  test('is written as it is read', () => {
    for (const text of ['registry.example:443', '[2001:db8::1]:8443', '10.1.2.3:80']) {
      expect(authorityOf(addressOf(text) ?? { host: '', port: 0 })).toBe(text);
    }
  });
});

describe('this machine', () => {
  test.each(['localhost', 'bucket.localhost', '127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])(
    'is %s',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  test.each(['localhost.example', 'notlocalhost', '128.0.0.1', '127.0.0.1.example', '::2', '10.0.0.1', ''])(
    'is not %j',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});
