import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidence } from '../../contracts/evidence';
import { forEachGate, gateNames, gates } from '../../contracts/gates';
import { jobs } from '../../contracts/job-programs';
import { programs } from '../../scripts/build/bundle';

const root = join(__dirname, '..', '..');
const all = [...Object.values(gates), ...Object.values(jobs)];

describe('the lists of gates and other jobs', () => {
  test('name every program of checks/, and each has the build specification of its job', () => {
    const programs = readdirSync(join(root, 'checks')).filter((name) =>
      existsSync(join(root, 'checks', name, 'main.ts')),
    );
    expect(programs.length).toBeGreaterThan(0);
    expect(all.map(({ program }) => program).sort()).toEqual(programs.sort());
    expect(programs.filter((name) => !existsSync(join(root, 'buildspecs', `${name}.yml`)))).toEqual([]);
  });

  test('are what evidence may be of, and what the bundle holds', () => {
    expect(evidence.shape.gate.options).toEqual(gateNames);
    expect(programs).toEqual(all.map(({ program }) => program));
  });

  // An action of another name is a new one: figures, links and runbooks that name the old one lead nowhere.
  test('give actions the names that people know them by', () => {
    expect(gates).toMatchObject({
      smoke: { action: 'Smoke' },
      load: { action: 'LoadTest' },
      alarms: { action: 'Alarms' },
    });
    expect(jobs).toMatchObject({
      failedCreations: { action: 'FailedCreations' },
      protection: { action: 'Protection' },
    });
    expect(new Set(all.map(({ action }) => action)).size).toBe(all.length);
  });

  test.each(['lib/gates', 'lib/pipeline', 'rehearsal/faults'])(
    'are the one place of these names, and not %s',
    (folder) => {
      const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts'));
      expect(files.length).toBeGreaterThan(5);
      const literal = new RegExp(`['"\`](${all.map(({ action }) => action).join('|')})['"\`]`);
      expect(files.filter((file) => literal.test(readFileSync(join(root, folder, file), 'utf8')))).toEqual([]);
    },
  );

  test('make one value for each gate', () => {
    const made = forEachGate('Job', (gate) => `${gate}-job`);
    expect(Object.entries(made)).toEqual(gateNames.map((gate) => [`${gate}Job`, `${gate}-job`]));
  });
});
