import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Specification {
  readonly phases: { readonly install: { readonly commands: readonly string[] } };
  readonly cache: { readonly paths: readonly string[] };
}

const source = join(__dirname, '../../..');

describe.each(['image.yml', 'synth.yml'])('the job of %s', (file) => {
  const { phases, cache } = parse(readFileSync(join(source, 'buildspecs', file), 'utf8')) as Specification;

  /** Where npm keeps its packages once the job's commands before `npm ci` have run in the folder of the source. */
  function npmCache(variables: Readonly<Record<string, string>>): string {
    const before = phases.install.commands.slice(0, phases.install.commands.indexOf('npm ci'));
    const script = [...before, 'printenv npm_config_cache'].join('\n');
    const env = { PATH: process.env.PATH, ...variables };
    return execFileSync('bash', ['--noprofile', '--norc', '-c', script], { cwd: source, env, encoding: 'utf8' }).trim();
  }

  test('keeps the packages of npm in a folder that its cache holds', () => {
    expect(cache.paths).toHaveLength(1);
    const [kept] = cache.paths.map((path) => join(source, path.replace(/\*\*\/\*$/, '')));
    expect(npmCache({}).startsWith(String(kept))).toBe(true);
  });

  test('takes the cache of npm that somebody has configured', () => {
    expect(npmCache({ npm_config_cache: '/somewhere/else' })).toBe('/somewhere/else');
  });
});
