import { proxyVariables } from '../../src/network/proxy-variables';

const variables = proxyVariables('http://127.0.0.1:9');

test('every variable of a proxy is there in both cases', () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    expect(variables[name]).toBeDefined();
    expect(variables[name.toLowerCase()]).toBe(variables[name]);
  }
});

test('this machine is never asked of the proxy', () => {
  const list = variables.NO_PROXY?.split(',') ?? [];
  for (const host of ['localhost', '127.0.0.1', '::1']) expect(list).toContain(host);
});

test('Yarn is told of no setting that it would refuse', () => {
  expect(Object.keys(variables).filter((name) => name.startsWith('YARN_'))).toEqual([
    'YARN_HTTP_PROXY',
    'YARN_HTTPS_PROXY',
  ]);
});
