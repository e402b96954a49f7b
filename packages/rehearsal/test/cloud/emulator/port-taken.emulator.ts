import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '../../../src/cloud/emulator/emulator';
import { temporaryFolder } from '../../executors/fake-cloud';

const taken = createServer();
const ports: number[] = [];
jest.mock('../../../src/cloud/base/free-port', () => ({ freePort: async () => ports.shift() }));

const portOf = (server: ReturnType<typeof createServer>) => (server.address() as { port: number }).port;
const listening = (server: ReturnType<typeof createServer>) =>
  new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const folder = temporaryFolder();
const start = () =>
  startEmulator({
    dir: folder,
    account: '111111111111',
    region: 'us-east-1',
    python: join(__dirname, '../../../../../.tools/python/bin/python'),
  });

beforeAll(() => listening(taken));
afterAll(() => void taken.close());

describe('an emulator whose port somebody else has taken meanwhile', () => {
  test('is started at another one', async () => {
    const free = createServer();
    await listening(free);
    const port = portOf(free);
    await new Promise((resolve) => free.close(resolve));
    ports.push(portOf(taken), port);
    const emulator: Emulator = await start();
    expect(emulator.port).toBe(port);
    await emulator.stop();
  });

  test('says so after some, and ends with its own exit code', async () => {
    ports.push(portOf(taken), portOf(taken), portOf(taken));
    await expect(start()).rejects.toThrow(/^TAP4301: .*\(exit code 1\)[\s\S]*already in use/);
    expect(ports).toEqual([]);
  });
});
