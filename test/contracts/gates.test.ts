import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { evidence } from '../../contracts/evidence';
import { forEachGate, GATE_NAMES, GATE_PROGRAMS } from '../../contracts/gates';
import { JOB_PROGRAMS } from '../../contracts/job-programs';
import { PROGRAMS } from '../../scripts/build/bundle';

const root = join(__dirname, '..', '..');

describe('the lists of gates and other jobs', () => {
  test('name every program of checks/, and each has the build specification of its job', () => {
    const programs = readdirSync(join(root, 'checks')).filter((name) =>
      existsSync(join(root, 'checks', name, 'main.ts')),
    );
    expect(programs.length).toBeGreaterThan(0);
    expect([...Object.values(GATE_PROGRAMS), ...JOB_PROGRAMS].sort()).toEqual(programs.sort());
    expect(programs.filter((name) => !existsSync(join(root, 'buildspecs', `${name}.yml`)))).toEqual([]);
  });

  test('are what evidence may be of, and what the bundle holds', () => {
    expect(evidence.shape.gate.options).toEqual(GATE_NAMES);
    expect(PROGRAMS).toEqual([...GATE_NAMES.map((gate) => GATE_PROGRAMS[gate]), ...JOB_PROGRAMS]);
  });

  test('make one value for each gate', () => {
    const made = forEachGate('Job', (gate) => `${gate}-job`);
    expect(Object.entries(made)).toEqual(GATE_NAMES.map((gate) => [`${gate}Job`, `${gate}-job`]));
  });
});
