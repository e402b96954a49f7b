import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext } from '../../scripts/setup/context.mjs';
import { nodeModules } from '../../scripts/setup/steps/node-modules.mjs';

const folder = mkdtempSync(join(tmpdir(), 'npm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A repository whose packages lie in folders of its own, so that npm needs no registry. */
function repository(name: string): string {
  const root = join(folder, name);
  const kinds = { devDependencies: 'tool', optionalDependencies: 'binary', dependencies: 'library' };
  const wanted = Object.entries(kinds).map(([kind, of]) => {
    mkdirSync(join(root, of), { recursive: true });
    writeFileSync(join(root, of, 'package.json'), JSON.stringify({ name: of, version: '1.0.0' }));
    return [kind, { [of]: `file:./${of}` }];
  });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'root', ...Object.fromEntries(wanted) }));
  execFileSync('npm', ['install', '--package-lock-only', '--offline', '--no-audit'], { cwd: root, stdio: 'pipe' });
  return root;
}

const users = {
  'leaves development packages out': { npmrc: 'omit=dev\n' },
  'leaves optional and development packages out': { npmrc: 'omit[]=dev\nomit[]=optional\n' },
  'installs for production, as older npm said it': { npmrc: 'production=true\n' },
  'works with NODE_ENV=production': { npmrc: '', NODE_ENV: 'production' },
  'omits by the environment': { npmrc: '', npm_config_omit: 'dev' },
};

test.each(Object.entries(users))('all packages are installed for a user whose npm %s', async (name, user) => {
  const { npmrc, ...variables } = user;
  const root = repository(name.replace(/\W+/g, '-'));
  const home = join(root, 'home');
  mkdirSync(home);
  writeFileSync(join(home, '.npmrc'), npmrc);
  const env = { PATH: process.env.PATH, HOME: home, ...variables };
  const { signal } = new AbortController();
  const context = createContext({ root, signal, say: () => undefined, env });
  const step = nodeModules('');
  await step.install(context);
  const found = ['tool', 'binary', 'library'].filter((of) => existsSync(join(root, 'node_modules', of)));
  expect(found).toEqual(['tool', 'binary', 'library']);
  expect(await step.satisfied(context)).toBe(true);
});
