import { Network } from '../../src/network/network';
import { build, commands } from './one-build';

describe('a job that asks for a host', () => {
  const network = new Network(() => undefined);
  afterAll(() => network.close());
  const ask = 'curl --silent --show-error --fail https://example.com/';

  test('that is not allowed reads why first, if it fails', async () => {
    const { outcome } = await build(commands(ask), { wayOut: network, run: { where: 'Build/Asks' } });
    const { verdict, reason = '' } = await outcome;
    expect(verdict).toBe('fail');
    const [first, second] = reason.split('\n');
    expect(first).toMatch(/^TAP4082: example\.com:443 is refused .*--allow example\.com/);
    expect(second).toMatch(/^Phase build: "curl/);
  });

  test('that is not allowed passes, if it lives without', async () => {
    // The job's own command says that it goes on without an answer; what is looked at is that the refusal is told all the same.
    const { outcome } = await build(commands(`${ask} || true`), { wayOut: network, run: { where: 'Build/Lives' } });
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    expect(network.refusedTo('Build/Lives')).toMatchObject([{ host: 'example.com', port: 443, times: 1 }]);
  });

  test('is told of nothing, if it asked for nothing', async () => {
    const { outcome } = await build(commands('false'), { wayOut: network, run: { where: 'Build/Asks-not' } });
    expect((await outcome).reason).not.toContain('refused');
  });

  test('does not get around by a proxy that its project names', async () => {
    const variables = ['HTTPS_PROXY', 'https_proxy'].map((name) => ({
      name,
      value: 'http://127.0.0.1:1',
      type: 'PLAINTEXT',
    }));
    const { outcome } = await build(commands(ask), {
      project: { variables },
      wayOut: network,
      run: { where: 'Build/Around' },
    });
    expect((await outcome).reason).toMatch(/^TAP4082: example\.com:443 is refused/);
  });
});
