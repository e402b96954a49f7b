import { build, commands } from './one-build';

describe('a job', () => {
  test('has the CDK look nothing up, whatever its project says', async () => {
    const variables = [{ name: 'CDK_LOOKUPS', value: 'true', type: 'PLAINTEXT' }];
    const { outcome, lines } = await build(commands('echo "lookups: $CDK_LOOKUPS"'), { project: { variables } });
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    expect(lines).toContain('lookups: false');
  });

  test('has a Python of its own, made when it is first called, so that nothing installed meets the machine or another job', async () => {
    const where = 'import sys; print(sys.prefix, sys.prefix != sys.base_prefix)';
    const say = commands(`python3 -c '${where}'`, `sh -c "python -c '${where}'" && pip --version`);
    const { outcome, lines, own } = await build(say);
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    const made = lines.filter((line) => line.endsWith(' True'));
    expect(made).toHaveLength(2);
    expect(made.every((line) => line.startsWith(`${own}/`))).toBe(true);
    expect(new Set(made).size).toBe(1);
    expect(lines.join('\n')).toMatch(new RegExp(`pip .* from ${own}/`));
    const another = await build(say);
    await another.outcome;
    expect(another.lines).not.toContain(made[0]);
    const without = await build(commands('ls "$HOME/.."'));
    await without.outcome;
    expect(without.lines).not.toContain('python');
  }, 60_000);

  describe('finds a yarn', () => {
    const program = (says: string) => `printf '#!/bin/sh\\necho ${says}\\n'`;
    // An npx that says what it was to run, in place of the machine's, and a yarn of the machine or of the job.
    const npx = `mkdir machine && ${program('npx "$*"')} >machine/npx && chmod 755 machine/npx`;
    const ofMachine = `${program('of the machine')} >machine/yarn && chmod 755 machine/yarn`;
    const ofJob = `${program('of the job')} >"$npm_config_prefix/bin/yarn" && chmod 755 "$npm_config_prefix/bin/yarn"`;
    // No folder of this machine, which may hold a yarn, but the last of all.
    const path = `last=$(echo "$PATH" | tr : '\\n' | tail -n 1); export PATH="$npm_config_prefix/bin:$PWD/machine:$last"`;

    test.each([
      ["that of npm's registry where there is none", [], /^npx --yes yarn@1\.\d+\.\d+ install --frozen-lockfile$/m],
      ["the machine's", [ofMachine], /^of the machine$/m],
      ['its own before all others', [ofMachine, ofJob], /^of the job$/m],
    ])('%s', async (_which, others, said) => {
      const { outcome, lines } = await build(commands(npx, ...others, path, 'yarn install --frozen-lockfile'));
      expect(await outcome).toMatchObject({ verdict: 'pass' });
      expect(lines.join('\n')).toMatch(said);
    });
  });

  test('has a Corepack that writes into its own folders, before the one of the machine', async () => {
    // An npm that installs a Corepack which says where it lies, and a Corepack that must not be called.
    const { outcome, lines, own } = await build(
      commands(
        'mkdir machine',
        `cat >machine/npm <<'END'
#!/bin/sh
echo "npm $*"
printf '#!/bin/sh\\necho "corepack $* from $0"\\n' >"$npm_config_prefix/bin/corepack"
chmod 755 "$npm_config_prefix/bin/corepack"
END`,
        'cp machine/npm machine/corepack && chmod 755 machine/*',
        'export PATH="$(echo "$PATH" | sed "s|\\([^:]*preferred\\)|\\1:$PWD/machine|")"',
        'corepack enable',
        'corepack pnpm --version',
      ),
    );
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    const said = lines.filter((line) => /^(npm|corepack) /.test(line));
    expect(said).toEqual([
      expect.stringMatching(/^npm install --global .*corepack@\d/),
      expect.stringMatching(new RegExp(`^corepack enable from ${own}.*/prefix/bin/corepack$`)),
      expect.stringMatching(new RegExp(`^corepack pnpm --version from ${own}.*/prefix/bin/corepack$`)),
    ]);
  });
});
