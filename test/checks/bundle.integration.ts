import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { gateNames, gates } from '../../contracts/gates';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
/** What gates are made of. Of the rehearsal: its interface on the loopback, and the form of evidence; no emulator. */
const ground = [
  'checks/',
  'contracts/',
  'loadtests/lib/',
  'packages/coded-error/src/',
  'packages/rehearsal/src/events/gate-evidence.ts',
  'packages/rehearsal/src/loopback/',
];
const programs = Object.values(gates).map(({ program }) => program);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the program of a gate', () => {
  test.each(programs)('%s is one file that needs Node and nothing else, and is at work at once', async (program) => {
    const outfile = join(folder, `${program}.cjs`);
    const { metafile, warnings } = await build({
      entryPoints: [join(root, 'checks', program, 'main.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      metafile: true,
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    expect(imports.length).toBeGreaterThan(5);
    expect(imports.filter((path) => !isBuiltin(path))).toEqual([]);
    const own = Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules'));
    expect(own.filter((file) => !ground.some((folder) => file.startsWith(folder)))).toEqual([]);
    expect(own.some((file) => readFileSync(join(root, file), 'utf8').includes('import.meta'))).toBe(false);
    const { status, stdout } = spawnSync(process.execPath, [outfile], { cwd: folder, env: {}, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stdout).toMatch(new RegExp(`^The (${gateNames.join('|')}) gate is at work\\.\\nTAP3001: `));
  });
});
