import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DeployedProject } from '../../src/cloud/base/contracts';
import type { ActionRun } from '../../src/engine/executor';
import { buildExecutor } from '../../src/executors/codebuild/build-executor';
import type { Equip } from '../../src/executors/codebuild/job-equipment';
import type { BuildConfiguration } from '../../src/model/action-configuration';
import { Network, type WayOut } from '../../src/network/network';
import { actionRun, executorContext, fakeCloud, temporaryFolder } from './fake-cloud';
import { isGroupAlive } from './processes';

const folder = temporaryFolder();
let builds = 0;

const noEquipment: Equip = () => {
  throw new Error('this project is not privileged');
};

/** Runs one build of a project with this specification. */
async function build(
  spec: Record<string, unknown>,
  options: {
    readonly project?: Partial<DeployedProject>;
    readonly configuration?: Partial<BuildConfiguration>;
    readonly run?: Partial<Omit<ActionRun<BuildConfiguration>, 'action'>>;
    readonly inputs?: Record<string, Record<string, string>>;
    readonly outputs?: readonly string[];
    readonly equip?: Equip;
    readonly wayOut?: WayOut;
  } = {},
) {
  builds += 1;
  const own = join(folder, String(builds));
  for (const [artifact, files] of Object.entries(options.inputs ?? {})) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(own, 'in', artifact), { recursive: true });
      writeFileSync(join(own, 'in', artifact, name), text);
    }
  }
  const fake = fakeCloud({ buildspec: stringify({ version: 0.2, ...spec }), ...options.project });
  const configuration: BuildConfiguration = {
    kind: 'build',
    project: 'project',
    environmentVariables: '[]',
    ...options.configuration,
  };
  const { run, events, lines } = actionRun(configuration, {
    input: (artifact) => join(own, 'in', artifact),
    output: async (artifact) => {
      mkdirSync(join(own, 'out', artifact), { recursive: true });
      return join(own, 'out', artifact);
    },
    ...options.run,
    action: { inputs: Object.keys(options.inputs ?? {}), outputs: options.outputs ?? [] },
  });
  const context = executorContext(fake.cloud, own, options.wayOut && { wayOut: options.wayOut });
  const executor = buildExecutor(context, options.equip ?? noEquipment);
  const outcome = executor(run);
  return { outcome, events, lines, own, callers: fake.callers };
}

const commands = (...list: string[]) => ({ phases: { build: { commands: list } } });

describe('a CodeBuild action', () => {
  test('exported variables carry over phases to the pipeline; those that were not set are left out', async () => {
    const { outcome } = await build({
      env: { 'exported-variables': ['DIGEST', 'UNSET'] },
      phases: { install: { commands: ['export DIGEST=a'] }, build: { commands: ['export DIGEST="$DIGEST b"'] } },
    });
    expect(await outcome).toMatchObject({ verdict: 'pass', variables: { DIGEST: 'a b' } });
    expect((await outcome).variables).not.toHaveProperty('UNSET');
  });

  test("the action's variables win over the project's, those over the specification's; pipeline variables are replaced", async () => {
    const { outcome, lines } = await build(
      { env: { variables: { A: 'spec', B: 'spec', C: 'spec' } }, ...commands('echo "$A $B $C"') },
      {
        project: { variables: ['B', 'C'].map((name) => ({ name, value: 'project', type: 'PLAINTEXT' })) },
        configuration: {
          environmentVariables: JSON.stringify([{ name: 'C', value: '#{Source.Id}', type: 'PLAINTEXT' }]),
        },
        run: { variables: new Map([['Source', { Id: 'action' }]]) },
      },
    );
    await outcome;
    expect(lines).toContain('spec project action');
  });

  test("nothing of the user's reaches it; it calls as its project's role and finds its own folders", async () => {
    process.env.REHEARSAL_TEST_SECRET = 'leaked';
    const { outcome, lines, callers, own } = await build(
      commands(
        'env',
        'npm config get prefix >/dev/null',
        'mkdir -p "$npm_config_prefix/bin" && [ "$PWD" = "$CODEBUILD_SRC_DIR" ]',
      ),
    );
    delete process.env.REHEARSAL_TEST_SECRET;
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    const text = lines.join('\n');
    expect(text).not.toContain('leaked');
    expect(text).toContain('CODEBUILD_INITIATOR=codepipeline/delivery');
    expect(text).toMatch(new RegExp(`^HOME=${own}`, 'm'));
    expect(text).toMatch(/^AWS_ENDPOINT_URL=http:\/\/127/m);
    expect(callers).toEqual([
      expect.objectContaining({ name: 'job Dev/Action', roleArn: 'arn:aws:iam::111111111111:role/job' }),
    ]);
  });

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

  test('host names of AWS become local ones, listed as differences', async () => {
    const { outcome, lines } = await build(commands('echo "at $SITE_URL"'), {
      project: { variables: [{ name: 'SITE_URL', value: 'https://d1.cloudfront.net', type: 'PLAINTEXT' }] },
    });
    const { differences } = await outcome;
    expect(lines).toContain('at http://127.0.0.1:8001');
    expect(differences).toContainEqual({ onAws: 'https://d1.cloudfront.net', here: 'http://127.0.0.1:8001' });
    expect(differences.map(({ onAws }) => onAws).join()).toContain('aws/codebuild/standard:7.0');
  });

  test('the primary input is where commands start; further ones are found by their names', async () => {
    const { outcome, own } = await build(
      commands('cat main.txt', 'cat "$CODEBUILD_SRC_DIR_Checks/checks.txt" >>main.txt'),
      {
        inputs: { Tree: { 'main.txt': 'main' }, Checks: { 'checks.txt': 'checks' } },
      },
    );
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    expect(readFileSync(join(own, 'in', 'Tree', 'main.txt'), 'utf8')).toBe('main');
  });

  test('a build specification may be a file of the primary input', async () => {
    const text = stringify({ version: 0.2, ...commands('echo "from the file"') });
    const { outcome, lines } = await build(
      {},
      { project: { buildspec: 'assets.yml' }, inputs: { Tree: { 'assets.yml': text } } },
    );
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    expect(lines).toContain('from the file');
    const absent = await build({}, { project: { buildspec: 'assets.yml' }, inputs: { Tree: { 'other.yml': text } } });
    await expect(absent.outcome).rejects.toThrow(/TAP4114: Dev\/Action.*assets.yml/);
  });

  test('one output is the primary artifact, several are secondary ones by name', async () => {
    const make = commands('mkdir -p out/deep dist', 'echo 1 >out/deep/a.txt', 'echo 2 >dist/b.txt', 'echo 3 >.hidden');
    const one = await build({ ...make, artifacts: { files: '**/*', 'base-directory': 'out' } }, { outputs: ['Main'] });
    expect(await one.outcome).toMatchObject({ verdict: 'pass' });
    expect(existsSync(join(one.own, 'out/Main/deep/a.txt'))).toBe(true);

    const secondary = {
      Flat: { files: ['out/**/*', '.hidden'], 'discard-paths': 'yes' },
      Dist: { files: ['**/*'], 'base-directory': 'dist' },
    };
    const two = await build(
      { ...make, artifacts: { 'secondary-artifacts': secondary } },
      { outputs: ['Flat', 'Dist'] },
    );
    expect(await two.outcome).toMatchObject({ verdict: 'pass' });
    const made = ['Flat/a.txt', 'Flat/.hidden', 'Dist/b.txt'].filter((file) => existsSync(join(two.own, 'out', file)));
    expect(made).toHaveLength(3);
  });

  test('an artifact that no file fits fails the action', async () => {
    const { outcome } = await build({ ...commands('true'), artifacts: { files: 'none/*' } }, { outputs: ['Main'] });
    expect(await outcome).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('none/*') });
    const undeclared = await build(commands('true'), { outputs: ['Main'] });
    expect(await undeclared.outcome).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('Main') });
  });

  test('a failed command fails it with what it said, and its reports are kept all the same', async () => {
    const { outcome, own } = await build({
      phases: {
        build: { commands: ['mkdir r && echo "<x/>" >r/unit.xml', 'echo "no luck" && exit 9'], finally: ['echo tidy'] },
      },
      reports: { 'arn:aws:codebuild:us-east-1:111111111111:report-group/unit': { files: ['r/*.xml'] } },
    });
    const { verdict, reason } = await outcome;
    expect(verdict).toBe('fail');
    expect(reason).toMatch(/build: .* ended with 9/);
    expect(reason).toContain('no luck');
    expect(reason).not.toContain('tidy');
    expect(existsSync(join(own, 'report/jobs/Dev/Action/unit/r/unit.xml'))).toBe(true);
    expect(readFileSync(join(own, 'report/jobs/Dev/Action/log.txt'), 'utf8')).toContain('no luck');
  });

  describe('that is a gate', () => {
    const evidence = {
      gate: 'smoke',
      environment: 'Dev',
      commit: 'c',
      execution: 'e',
      startedAt: '2026-01-01T00:00:00Z',
      endedAt: '2026-01-01T00:00:01Z',
      verdict: 'fail',
      reasons: ['no stock'],
      measurements: [],
    };
    /** A gate's job that leaves this behind. */
    const gate = (left: Partial<typeof evidence>, ...last: string[]) => {
      const text = JSON.stringify({ ...evidence, ...left });
      const place = { ENVIRONMENT: 'Dev', COMMIT: 'c', EXECUTION: 'e', EVIDENCE_BUCKET: 'kept' };
      return build(commands('mkdir -p evidence/Dev', `echo '${text}' >evidence/Dev/smoke.json`, ...last), {
        project: { variables: Object.entries(place).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })) },
      });
    };

    test('its evidence is told and kept; what is none is not', async () => {
      const { outcome, events, own } = await gate({}, 'echo "{}" >evidence/Dev/x.json', 'false');
      expect(await outcome).toMatchObject({ verdict: 'fail' });
      expect(events).toEqual([{ type: 'gate-judged', evidence }]);
      expect(existsSync(join(own, 'report/jobs/Dev/Action/evidence/Dev/smoke.json'))).toBe(true);
    });

    test('that failed says first what its evidence says, then where its log is, and nothing of what it printed', async () => {
      const { outcome, own } = await gate({}, 'echo noise', 'false');
      expect(await outcome).toMatchObject({
        reason: `The smoke gate of Dev: fail.\nno stock\nLog: ${join(own, 'report/jobs/Dev/Action/log.txt')}`,
      });
    });

    test('passes if its evidence says so', async () => {
      expect(await (await gate({ verdict: 'pass' })).outcome).toMatchObject({ verdict: 'pass' });
    });

    test.each(['fail', 'not judged'])(
      'does not pass with evidence that says %s, whatever its job ended with',
      async (verdict) => {
        const { reason, ...outcome } = (await (
          await gate({ verdict })
        ).outcome) as { verdict: string; reason?: string };
        expect(outcome.verdict).toBe('fail');
        expect(reason).toMatch(
          new RegExp(`^The smoke gate of Dev: ${verdict}\\.\nno stock\n.*ended with 0 all the same`),
        );
      },
    );

    test.each([{ environment: 'Prod' }, { commit: 'other' }, { execution: 'other' }])(
      'does not pass with evidence of something else: %j',
      async (other) => {
        const { outcome, events } = await gate({ verdict: 'pass', ...other });
        expect(await outcome).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('no evidence') });
        expect(events).toEqual([]);
      },
    );
  });

  test.each([
    ['told nothing of it', {}],
    ['that keeps something in the same place', { EVIDENCE_BUCKET: 'kept', EXECUTION: 'e' }],
  ])('evidence that lies in a job which is no gate counts for nothing: %s', async (_, place) => {
    const forged = { gate: 'smoke', environment: 'Prod', commit: 'c', execution: 'e', verdict: 'pass' };
    const times = { startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:01Z', reasons: [], measurements: [] };
    const { outcome, events } = await build(
      commands('mkdir -p evidence/Prod', `echo '${JSON.stringify({ ...forged, ...times })}' >evidence/Prod/smoke.json`),
      { project: { variables: Object.entries(place).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })) } },
    );
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    expect(events).toEqual([]);
  });

  test('the time limit ends every process of the job', async () => {
    const { outcome, own } = await build(commands('echo $$ >"$HOME/../../../pid"; sleep 600 & sleep 600'), {
      project: { timeoutMinutes: 0.3 / 60 },
    });
    expect(await outcome).toMatchObject({ verdict: 'fail', reason: expect.stringMatching(/longer than .* minutes/) });
    const pid = Number(readFileSync(join(own, 'work/pid'), 'utf8'));
    expect(isGroupAlive(pid)).toBe(false);
  });

  test('an abort ends the job, and is thrown with its reason', async () => {
    const controller = new AbortController();
    const said: string[] = [];
    const { outcome } = await build(commands('echo "pid $$"; sleep 600'), {
      run: {
        signal: controller.signal,
        say: (line) => {
          said.push(line);
          if (/^pid \d/.test(line)) controller.abort(new Error('Ctrl-C'));
        },
      },
    });
    await expect(outcome).rejects.toThrow('Ctrl-C');
    const pid = Number(said.find((line) => /^pid \d/.test(line))?.slice('pid '.length));
    expect(isGroupAlive(pid)).toBe(false);
  });

  test('a privileged project is equipped, and an action whose equipment stood in has stood in', async () => {
    let ended = 0;
    const equip: Equip = async (job) => {
      writeFileSync(join(job.prefix, 'bin', 'docker'), '#!/bin/sh\necho "pretend $1"\n', { mode: 0o755 });
      return {
        env: { EQUIPPED: 'yes' },
        report: async () => ({ differences: [{ onAws: 'a', here: 'b' }], standIn: 'no engine' }),
        end: async () => {
          ended += 1;
        },
      };
    };
    const { outcome, lines } = await build(commands('docker build; [ "$EQUIPPED" = yes ]'), {
      project: { privileged: true },
      equip,
    });
    expect(await outcome).toMatchObject({ verdict: 'stood in', reason: 'no engine' });
    expect(lines).toContain('pretend build');
    expect(ended).toBe(1);
  });

  test('equipment is taken back also from a job whose inputs could not be laid', async () => {
    let ended = 0;
    const equip: Equip = async () => ({
      env: {},
      report: async () => ({ differences: [] }),
      end: async () => {
        ended += 1;
      },
    });
    const missing = (artifact: string) => join(folder, 'nowhere', artifact);
    const { outcome } = await build(commands('true'), {
      project: { privileged: true },
      inputs: { Source: { a: 'text' } },
      run: { input: missing },
      equip,
    });
    await expect(outcome).rejects.toThrow('nowhere');
    expect(ended).toBe(1);
  });
});

describe('a job that asks for a host', () => {
  const network = new Network(() => undefined);
  afterAll(() => network.close());
  const ask = 'curl --silent --show-error --fail https://example.com/';

  test('that is not allowed reads why first, if it fails', async () => {
    const { outcome } = await build(commands(ask), { wayOut: network, run: { where: 'Build/Asks' } });
    const { verdict, reason = '' } = await outcome;
    expect(verdict).toBe('fail');
    const [first, second] = reason.split('\n');
    expect(first).toMatch(/^TAP4082: example\.com:443 is refused .*--allow example\.com/);
    expect(second).toMatch(/^Phase build: "curl/);
  });

  test('that is not allowed passes, if it lives without', async () => {
    const { outcome } = await build(commands(`${ask} || true`), { wayOut: network, run: { where: 'Build/Lives' } });
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    expect(network.refusedTo('Build/Lives')).toMatchObject([{ host: 'example.com', port: 443, times: 1 }]);
  });

  test('is told of nothing, if it asked for nothing', async () => {
    const { outcome } = await build(commands('false'), { wayOut: network, run: { where: 'Build/Asks-not' } });
    expect((await outcome).reason).not.toContain('refused');
  });

  test('does not get around by a proxy that its project names', async () => {
    const variables = ['HTTPS_PROXY', 'https_proxy'].map((name) => ({
      name,
      value: 'http://127.0.0.1:1',
      type: 'PLAINTEXT',
    }));
    const { outcome } = await build(commands(ask), {
      project: { variables },
      wayOut: network,
      run: { where: 'Build/Around' },
    });
    expect((await outcome).reason).toMatch(/^TAP4082: example\.com:443 is refused/);
  });
});
