import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { integrationLanes, testLanes } from '../../../scripts/test/steps';

const testFile = /\.(test|integration)\.ts$/;
const root = join(__dirname, '../../..');

/** The test files that Jest would run with a step's arguments. */
function listed(args: readonly string[]): readonly string[] {
  const output = execFileSync(process.execPath, [...args, '--listTests'], { cwd: root, encoding: 'utf8' });
  return output.split('\n').filter((line) => testFile.test(line));
}

/** Every test file of the repository, but for those of the rehearsal, which has a command of its own. */
function written(): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(join(folder, entry.name)) : [join(root, folder, entry.name)],
    );
  return ['test', 'app/test', 'packages/coded-error/test'].flatMap(below).filter((file) => testFile.test(file));
}

test('npm test and npm run test:integration run every test file exactly once', () => {
  const runs = [...testLanes(root), ...integrationLanes]
    .flat()
    .filter(({ results }) => results !== undefined)
    .map(({ args }) => listed(args.filter((argument) => !/^--(json|outputFile|coverage)/.test(argument))));
  expect(runs.length).toBeGreaterThan(1);
  expect(runs.every((files) => files.length > 10)).toBe(true);
  expect(runs.flat().sort()).toEqual([...written()].sort());
});
