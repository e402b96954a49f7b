import { text } from 'node:stream/consumers';
import { exitCodes } from '../../src/command/run-error';
import { configure } from '../../src/configuration/configuration';
import { probeEnvironment } from '../../src/probe-environment';
import { fixture, surroundings } from '../run/fixture';

const { root, write, commit } = fixture();

/** What the probe prints until it has ended. */
async function probed(around: ReturnType<typeof surroundings>['surroundings']) {
  const error = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exitCode = await probeEnvironment(around);
  const refused = error.mock.calls.map(([message]) => message).join('');
  error.mockRestore();
  around.output.end();
  return { exitCode, refused, printed: await text(around.output as unknown as NodeJS.ReadableStream) };
}

test('a commit that tells of no probe is refused, and nothing is started', async () => {
  const { exitCode, refused, printed } = await probed(surroundings(root).surroundings);
  expect({ exitCode, printed }).toEqual({ exitCode: exitCodes.wrongUse, printed: '' });
  expect(refused).toMatch(/^TAP4080: /);
});

test("what is wrong with the commit's synth ends the probe of one that tells", async () => {
  write('bad', 'no such stack');
  commit('A commit that synthesizes nothing');
  const probe = {
    visitor: async () => ({ visit: async () => [] }),
    switchOffs: [{ name: 'all', resource: () => undefined as never, breaks: [], off: async () => undefined }],
  };
  const { surroundings: around } = surroundings(root);
  const { exitCode, refused } = await probed({ ...around, loadConfiguration: () => configure('the tests', { probe }) });
  expect(exitCode).toBe(exitCodes.stopped);
  expect(refused).toMatch(/^TAP4049: [\s\S]*no such stack/);
});
