import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentManifest } from '../../../contracts/manifest';
import { bundleChecks, programs } from '../../../scripts/build/bundle';
import { assemblyFolder } from '../../helpers/stacks';
import { configurationOf } from '../../helpers/variants';

/** Milliseconds that starting esbuild and a few programs may take where other things run as well. */
const slowMachineMs = 60_000;

let root = '';
let output = '';

function write(file: string, content: string): void {
  const path = join(root, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
}

/** A small repository: programs of one line, load tests of one file, and a k6 on the PATH. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'));
  output = join(root, 'dist', 'checks');
  write('checks/shared.ts', 'export const said: string = "from the bundle";');
  for (const name of programs) {
    write(`checks/${name}/main.ts`, `import { said } from '../shared'; console.log(${JSON.stringify(name)}, said);`);
  }
  for (const folder of ['journeys', 'profiles', 'lib']) write(`loadtests/${folder}/any.ts`, `// ${folder}`);
  for (const journey of ['browse', 'checkout']) {
    write(`loadtests/steps/${journey}.json`, JSON.stringify([{ name: 'look', requests: 1 }]));
  }
  write('docs/acknowledgements.json', '{}');
  write('site/app.js', 'shop();');
  write('site/types.d.ts', '// not served');
  write('bin/k6', '#!/bin/sh\necho "k6 v9.9.9 (a test)"\n');
  chmodSync(join(root, 'bin', 'k6'), 0o755);
  write('dist/checks/left-over', 'of the bundle before');
  await bundleChecks({
    root,
    assembly: assemblyFolder(),
    output,
    k6: {
      path: join(root, 'bin'),
      releases: { version: '0', baseUrl: '', archives: {} },
      platform: 'none',
      fetch: () => Promise.reject(new Error('not asked')),
    },
  });
}, slowMachineMs);

afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each(programs)('the program %s runs from the bundle alone', (name) => {
  // The source is not beside it any more when a gate runs it.
  const printed = execFileSync(process.execPath, [join(output, `${name}.cjs`)], { encoding: 'utf8' });
  expect(printed).toBe(`${name} from the bundle\n`);
});

test('the load tests lie beside the programs as they are', () => {
  for (const folder of ['journeys', 'profiles', 'lib']) {
    expect(readFileSync(join(output, 'loadtests', folder, 'any.ts'), 'utf8')).toBe(`// ${folder}`);
  }
});

test('k6 lies beside the programs and runs', () => {
  expect(execFileSync(join(output, 'k6'), { encoding: 'utf8' })).toContain('v9.9.9');
});

test('every environment has its manifest', () => {
  const names = configurationOf().environments.map(({ name }) => name);
  expect(readdirSync(join(output, 'environments')).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  for (const name of names) {
    const text = readFileSync(join(output, 'environments', `${name}.json`), 'utf8');
    const { environment, site } = environmentManifest.parse(JSON.parse(text));
    expect(environment).toBe(name);
    expect(site).toEqual({ '/app.js': createHash('sha256').update('shop();').digest('hex') });
  }
});

test('nothing of the bundle before is left', () => {
  expect(existsSync(join(output, 'left-over'))).toBe(false);
});
