import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkMachine } from '../../../rehearsal/run/machine-check';

describe('checkMachine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  const toolsDir = join(folder, 'tools');
  const path = join(folder, 'path');
  const check = (databaseUrl: string) => checkMachine(toolsDir, path, folder, databaseUrl);
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
    await expect(check('')).rejects.toThrow(/^TAP4047.*mariadbd is missing/);
    await check('mysql://user:hidden@127.0.0.1:3306/');
  });

  test('asks for everything else with a given server too', async () => {
    rmSync(join(toolsDir, 'bin/k6'));
    await expect(check('mysql://user:hidden@127.0.0.1:3306/')).rejects.toThrow(/^TAP4047(?!.*hidden).*k6 is missing/);
  });
});
