import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkMachine, type MachineCheck } from '../../../rehearsal/run/machine-check';

describe('checkMachine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  const toolsDir = join(folder, 'tools');
  const path = join(folder, 'path');
  const check = (more: Partial<MachineCheck>) =>
    checkMachine({ toolsDir, path, workParent: folder, neededBytes: 1, ...more });
  const databaseUrl = 'mysql://user:hidden@127.0.0.1:3306/';
  beforeAll(() => {
    const present = ['tools/python/bin/python', 'tools/bin/k6', 'path/bash', 'path/tar'];
    for (const program of present.map((name) => join(folder, name))) {
      mkdirSync(dirname(program), { recursive: true });
      writeFileSync(program, '');
      chmodSync(program, 0o755);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('asks for MariaDB, but not of somebody who gives a server', async () => {
    await expect(check({})).rejects.toThrow(/^TAP4047.*mariadbd is missing/);
    await check({ databaseUrl });
  });

  test('asks for room for the work folder', async () => {
    await expect(check({ databaseUrl, neededBytes: Number.MAX_SAFE_INTEGER })).rejects.toThrow(/^TAP4048: .* GiB left/);
  });

  test('asks for everything else with a given server too', async () => {
    rmSync(join(toolsDir, 'bin/k6'));
    await expect(check({ databaseUrl })).rejects.toThrow(/^TAP4047(?!.*hidden).*k6 is missing/);
  });
});
