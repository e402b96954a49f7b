import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkDatabase, checkMachine, checkTools, type MachineCheck } from '../../src/run/machine-check';

describe('the look at the machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  const toolsDir = join(folder, 'tools');
  const path = join(folder, 'path');
  const check = (more: Partial<MachineCheck> = {}) =>
    checkMachine({ toolsDir, path, workParent: folder, neededBytes: 1, ...more });
  beforeAll(() => {
    const present = [
      'tools/python/bin/python',
      'tools/bin/hammer',
      'path/saw',
      'path/bash',
      'path/tar',
      'path/python3',
    ];
    for (const program of present.map((name) => join(folder, name))) {
      mkdirSync(dirname(program), { recursive: true });
      writeFileSync(program, '');
      chmodSync(program, 0o755);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('asks for a database server, but not of somebody who gives one, whose address is not told', () => {
    expect(() => checkDatabase({ toolsDir, path }, undefined)).toThrow(/^TAP4047.*mariadbd is missing/);
    checkDatabase({ toolsDir, path }, 'mysql://user:hidden@127.0.0.1:3306/');
  });

  test('asks for the tools of the repository, in their folder or on the PATH', () => {
    checkTools({ toolsDir, path }, ['hammer', 'saw']);
    expect(() => checkTools({ toolsDir, path }, ['hammer', 'anvil'])).toThrow(/^TAP4047.*anvil is missing/);
  });

  test('asks for room for the work folder', async () => {
    await check();
    await expect(check({ neededBytes: Number.MAX_SAFE_INTEGER })).rejects.toThrow(/^TAP4048: .* GiB left/);
  });

  test.each(['bash', 'tar', 'python3'])('asks for %s on the PATH', async (program) => {
    const found = join(path, program);
    rmSync(found);
    await expect(check()).rejects.toThrow(new RegExp(`^TAP4047.*${program} is not on the PATH`));
    writeFileSync(found, '');
    await check();
  });

  test("asks for the emulator's own Python, for which no other stands", async () => {
    rmSync(join(toolsDir, 'python/bin/python'));
    await expect(check()).rejects.toThrow(/^TAP4047.*python is missing/);
  });
});
