import { npmRegistries, pipIndexes, registriesIn } from '../../src/network/registries';

describe('the registries that a file tells of', () => {
  test.each([
    ['registry=https://a.example/npm/', ['https://a.example/npm/']],
    ['  registry = http://a.example:4873', ['http://a.example:4873']],
    ['@scope:registry=https://b.example/', ['https://b.example/']],
    ['registry "https://c.example"', ['https://c.example']],
    ['"@scope:registry" "https://c.example"', ['https://c.example']],
    ['npmRegistryServer: "https://d.example"', ['https://d.example']],
    ['npmScopes:\n  weather:\n    npmRegistryServer: https://e.example/x\n', ['https://e.example/x']],
    ['--index-url https://f.example/simple', ['https://f.example/simple']],
    ['--extra-index-url=https://g.example/simple\nflask==3.0', ['https://g.example/simple']],
    ['-i https://h.example/simple', ['https://h.example/simple']],
    ['registry=https://a.example\n@b:registry=https://b.example', ['https://a.example', 'https://b.example']],
  ])('are found in %j', (text, found) => {
    expect(registriesIn(text)).toEqual(found);
  });

  test.each([
    '# registry=https://a.example',
    '  ; registry=https://a.example',
    '//registry.example/:_authToken=https://a.example',
    'proxy=https://a.example',
    'package @ https://a.example/package.tgz',
    '',
  ])('are none in %j', (text) => {
    expect(registriesIn(text)).toEqual([]);
  });
});

test("npm's settings tell of the registry and those of scopes", () => {
  const settings = {
    registry: 'https://a.example/',
    '@b:registry': 'https://b.example/',
    proxy: 'http://p',
    fund: false,
  };
  expect(npmRegistries(settings)).toEqual(['https://a.example/', 'https://b.example/']);
});

describe("pip's settings", () => {
  test('tell of its index and the further ones, and the variable wins over the files', () => {
    const list = [
      ":env:.index-url='https://variable.example/simple'",
      "global.extra-index-url='\\nhttps://a.example/simple\\nhttps://b.example/simple'",
      "global.index-url='https://file.example/simple'",
      "install.index-url='https://install.example/simple'",
    ];
    expect(pipIndexes(list.join('\n'))).toEqual({
      index: 'https://variable.example/simple',
      extra: 'https://a.example/simple https://b.example/simple',
    });
    expect(pipIndexes(list.slice(1).join('\n')).index).toBe('https://install.example/simple');
    expect(pipIndexes(list.slice(1, 3).join('\n')).index).toBe('https://file.example/simple');
  });

  test('tell of nothing where they are none', () => {
    expect(pipIndexes("global.cert='/etc/ssl/cert.pem'\n")).toEqual({ index: undefined, extra: undefined });
  });
});
