import { exitCodes, RunError } from '../../src/command/run-error';
import type { WayOut } from '../../src/network/network';
import { goingOut } from '../../src/run/going-out';

const machine = { path: '/bin', toolsDir: '', network: { npm_config_cache: '/cache' } };
const wayOut = (refused: number): WayOut => ({
  variables: async (by) => ({ HTTPS_PROXY: `http://127.0.0.1/${by}` }),
  refusedTo: (by) =>
    Array.from({ length: refused }, (_, index) => ({ by, host: `h${index}.example`, port: 443, times: 1 })),
});
const failing = async () => {
  throw new RunError('TAP4051', exitCodes.machineLacks, 'npm ci ended with 1');
};

test('a part of a run has what the machine says of the network, and the proxy', async () => {
  const { network } = await goingOut(wayOut(0), 'packages', machine, async (reaching) => reaching);
  expect(network).toEqual({ npm_config_cache: '/cache', HTTPS_PROXY: 'http://127.0.0.1/packages' });
});

test('one that fails says first what was refused to it, and keeps its code', async () => {
  const expected = expect.objectContaining({
    code: 'TAP4051',
    exitCode: exitCodes.machineLacks,
    message: expect.stringMatching(/^TAP4051: TAP4082: h0\.example:443 is refused.*\nnpm ci ended with 1$/),
  });
  await expect(goingOut(wayOut(1), 'packages', machine, failing)).rejects.toEqual(expected);
});

test('of many refusals the first are named, and the others counted', async () => {
  const message = await goingOut(wayOut(9), 'packages', machine, failing).catch(({ message }: Error) => message);
  const lines = String(message).split('\n');
  expect(lines.filter((line) => line.includes('is refused')).length).toBeLessThan(9);
  expect(lines.at(-2)).toMatch(/^\d more were refused\.$/);
});

test('one that fails without a refusal fails as it did, and so does one that broke', async () => {
  await expect(goingOut(wayOut(0), 'packages', machine, failing)).rejects.toThrow(/^TAP4051: npm ci ended with 1$/);
  const broken = async () => {
    throw new TypeError('a bug');
  };
  await expect(goingOut(wayOut(1), 'packages', machine, broken)).rejects.toThrow(TypeError);
});
