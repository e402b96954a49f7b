import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { requireJobFiles } from '../../../scripts/build/job-files';

describe('the files of a job', () => {
  const root = mkdtempSync(join(tmpdir(), 'job-files-'));
  const owner = { who: 'the gate echo', namedIn: 'contracts/gates.ts', program: 'echo-check' };
  const program = 'checks/echo-check/main.ts';
  const specification = 'buildspecs/echo-check.yml';

  beforeEach(() => {
    for (const file of [program, specification]) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('are there for every gate and every other job of this repository', () => {
    expect(() => requireJobFiles(join(__dirname, '../../..'))).not.toThrow();
  });

  test('are enough if both are there', () => {
    expect(() => requireJobFiles(root, [owner])).not.toThrow();
  });

  test.each([[program], [specification]])('are missed by name, with whose it is and what to do: %s', (file) => {
    rmSync(join(root, file));
    expect(() => requireJobFiles(root, [owner])).toThrow(
      `TAP2017: the gate echo needs ${file}, which is missing; write it, or take the gate echo out of contracts/gates.ts`,
    );
  });

  test('are missed all at once', () => {
    rmSync(join(root, program));
    rmSync(join(root, specification));
    expect(() => requireJobFiles(root, [owner])).toThrow(/main\.ts.*\n.*echo-check\.yml/);
  });
});
