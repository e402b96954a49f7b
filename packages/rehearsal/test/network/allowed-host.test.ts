import { addressOf } from '../../src/network/address';
import { allows, hostOfRegistry, parseAllowedHost } from '../../src/network/allowed-host';

function reaches(allowed: string, authority: string): boolean {
  const [host, address] = [parseAllowedHost(allowed), addressOf(authority)];
  if (typeof host === 'string' || address === undefined) throw new Error(`${allowed} ${String(host)}, ${authority}`);
  return allows(host, address);
}

describe('an allowed host', () => {
  test.each([
    ['registry.example', 'registry.example:443'],
    ['registry.example', 'REGISTRY.example.:80'],
    ['Registry.Example', 'registry.example:443'],
    ['registry.example:8443', 'registry.example:8443'],
    ['*.registry.example', 'files.registry.example:443'],
    ['*.registry.example', 'a.b.registry.example:80'],
    ['nexus', 'nexus:80'],
    ['10.0.0.7:8081', '10.0.0.7:8081'],
    ['[2001:db8::7]:8081', '[2001:db8::7]:8081'],
  ])('%s lets %s through', (allowed, asked) => {
    expect(reaches(allowed, asked)).toBe(true);
  });

  test.each([
    ['registry.example', 'evilregistry.example:443'],
    ['registry.example', 'registry.example.evil:443'],
    ['registry.example', 'files.registry.example:443'],
    ['registry.example', 'registry.example:22'],
    ['registry.example:8443', 'registry.example:443'],
    ['*.registry.example', 'registry.example:443'],
    ['*.registry.example', 'evilregistry.example:443'],
    ['*.registry.example', 'x.registry.example.evil:443'],
  ])('%s does not let %s through', (allowed, asked) => {
    expect(reaches(allowed, asked)).toBe(false);
  });

  test.each([
    'https://github.com',
    'github.com/',
    '*',
    '*.',
    '*.com',
    '*.10.0.0.1',
    'git hub.com',
    'github.com:99999',
    '-x.example',
    '',
  ])('is none as %j, and the form is said', (text) => {
    expect(parseAllowedHost(text)).toMatch(/must be a host such as/);
  });

  test.each(['sts.amazonaws.com', '*.amazonaws.com', 'S3.eu-west-1.amazonaws.com:443', '169.254.169.254'])(
    'is never one of AWS: %s',
    (text) => expect(parseAllowedHost(text)).toMatch(/nothing of a rehearsal reaches AWS/),
  );

  test('of a registry is that of its URL, with its port', () => {
    expect(hostOfRegistry('https://user:secret@registry.example/npm/')).toEqual(['registry.example']);
    expect(hostOfRegistry('http://registry.example:8081/repository')).toEqual(['registry.example:8081']);
    expect(hostOfRegistry('$' + '{REGISTRY}')).toEqual([]);
  });
});
