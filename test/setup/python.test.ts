import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emulator } from '../../scripts/setup/steps/python.mjs';
import { Machine } from './support/machine';

/** An interpreter of that version, whose `-m venv` makes a folder with an interpreter that records pip's arguments. */
function python(machine: Machine, name: string, version: string, pip = 'exit 0'): void {
  machine.program(
    name,
    `if [ "$1" = -c ]; then echo ${version}; exit; fi
/bin/mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$@" > ${machine.folder}/pip\\n${pip}\\n' > "$3/bin/python"; /bin/chmod +x "$3/bin/python"`,
  );
}

describe('the Python environment', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
    machine.file('scripts/setup/requirements.txt', 'a==1 --hash=sha256:0\n');
  });
  afterEach(() => machine.remove());

  test('needs Python 3.10: the error says what was found and what is allowed', async () => {
    await expect(emulator.demand?.(machine.context)).rejects.toThrow(
      /^TAP4003: Python 3\.10 or newer .*there is none on the PATH/,
    );
    python(machine, 'python3', '3.9.2');
    await expect(emulator.demand?.(machine.context)).rejects.toThrow(/python3 is 3\.9\.2/);
  });

  test('is made with a newer interpreter beside one that is too old', async () => {
    python(machine, 'python3', '3.9.2');
    python(machine, 'python3.12', '3.12.1');
    await emulator.install(machine.context);
    expect(await emulator.satisfied(machine.context)).toBe(true);
  });

  test('takes wheels with pinned hashes alone, and is made anew when the pins change', async () => {
    python(machine, 'python3', '3.11.0');
    await emulator.install(machine.context);
    const pip = readFileSync(join(machine.folder, 'pip'), 'utf8');
    expect(pip).toContain('--require-hashes --only-binary :all:');
    machine.file('scripts/setup/requirements.txt', 'a==2 --hash=sha256:1\n');
    expect(await emulator.satisfied(machine.context)).toBe(false);
  });

  test('is not there as long as pip has failed', async () => {
    python(machine, 'python3', '3.11.0', 'echo no network >&2; exit 1');
    await expect(emulator.install(machine.context)).rejects.toThrow(/^TAP4005: [\s\S]*no network$/);
    expect(await emulator.satisfied(machine.context)).toBe(false);
  });
});

test('every package that set-up takes from PyPI is pinned by version and hash', () => {
  const folder = join(__dirname, '../../scripts/setup');
  const text = readdirSync(folder)
    .filter((file) => /^requirements.*\.txt$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');
  const entries = text
    .replace(/^#.*$/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  expect(entries.length).toBeGreaterThan(10);
  expect(
    entries.filter(
      (entry) => !/^[\w.-]+==[\w.]+( ; [^-]+)? +--hash=sha256:[0-9a-f]{64}( +--hash=sha256:[0-9a-f]{64})*$/.test(entry),
    ),
  ).toEqual([]);
});
