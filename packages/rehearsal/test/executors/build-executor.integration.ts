import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Equip } from '../../src/executors/codebuild/job-equipment';
import { temporaryFolder } from './fake-cloud';
import { build, commands } from './one-build';
import { isGroupAlive } from './processes';

const folder = temporaryFolder();

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
      expect.objectContaining({ name: 'job Alpha/Action', roleArn: 'arn:aws:iam::111111111111:role/job' }),
    ]);
  });

  test('an endpoint of one service that the project declares is left out, listed as a difference', async () => {
    const name = 'AWS_ENDPOINT_URL_STS';
    const { outcome, lines } = await build(commands(`echo "at [$${name}]"`), {
      project: { variables: [{ name, value: 'https://sts.us-east-1.amazonaws.com', type: 'PLAINTEXT' }] },
    });
    expect((await outcome).differences).toContainEqual(
      expect.objectContaining({ onAws: expect.stringContaining(name) }),
    );
    expect(lines).toContain('at []');
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
    await expect(absent.outcome).rejects.toThrow(/TAP4114: Alpha\/Action.*assets.yml/);
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
    expect(existsSync(join(own, 'report/jobs/Alpha/Action/unit/r/unit.xml'))).toBe(true);
    expect(readFileSync(join(own, 'report/jobs/Alpha/Action/log.txt'), 'utf8')).toContain('no luck');
  });

  describe('that is a gate', () => {
    const evidence = {
      gate: 'verify',
      environment: 'Alpha',
      commit: 'c',
      execution: 'e',
      subject: {},
      startedAt: 'NOW',
      endedAt: 'NOW',
      verdict: 'fail',
      reasons: ['no stock'],
      measurements: [],
    };
    const now = "$(node -p 'new Date().toISOString()')";
    const time = expect.stringMatching(/^20.*Z$/);
    /** A gate's job that leaves this behind; `NOW` stands for the time at which it does. */
    const gate = (left: Partial<typeof evidence>, ...last: string[]) => {
      const text = JSON.stringify({ ...evidence, ...left });
      const place = { GATE: 'verify', ENVIRONMENT: 'Alpha', COMMIT: 'c', EXECUTION: 'e', EVIDENCE_BUCKET: 'kept' };
      return build(
        commands(
          'mkdir -p evidence/Alpha',
          `echo '${text}' | sed "s/NOW/${now}/g" >evidence/Alpha/verify.json`,
          ...last,
        ),
        {
          project: { variables: Object.entries(place).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })) },
        },
      );
    };

    test('its evidence is told and kept; what is none is not', async () => {
      const { outcome, events, own } = await gate({}, 'echo "{}" >evidence/Alpha/x.json', 'false');
      expect(await outcome).toMatchObject({ verdict: 'fail' });
      expect(events).toEqual([{ type: 'gate-judged', evidence: { ...evidence, startedAt: time, endedAt: time } }]);
      expect(existsSync(join(own, 'report/jobs/Alpha/Action/evidence/Alpha/verify.json'))).toBe(true);
    });

    test('that failed says first what its evidence says, then where its log is, and nothing of what it printed', async () => {
      const { outcome, own } = await gate({}, 'echo noise', 'false');
      expect(await outcome).toMatchObject({
        reason: `The verify gate of Alpha: fail.\nno stock\nLog: ${join(own, 'report/jobs/Alpha/Action/log.txt')}`,
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
          new RegExp(`^The verify gate of Alpha: ${verdict}\\.\nno stock\n.*ended with 0 all the same`),
        );
      },
    );

    test.each([
      { gate: 'tarot' },
      { environment: 'Gamma' },
      { commit: 'other' },
      { execution: 'other' },
      { startedAt: '2026-01-01T00:00:00Z' },
      { endedAt: '2026-01-01T00:00:00Z' },
      { endedAt: '2226-01-01T00:00:00Z' },
    ])('does not pass with evidence of something else: %j', async (other) => {
      const { outcome, events } = await gate({ verdict: 'pass', ...other });
      expect(await outcome).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('no evidence') });
      expect(events).toEqual([]);
    });
  });

  test.each([
    ['told nothing of it', {}],
    ['that keeps something in the same place', { EVIDENCE_BUCKET: 'kept', EXECUTION: 'e' }],
  ])('evidence that lies in a job which is no gate counts for nothing: %s', async (_, place) => {
    const forged = { gate: 'verify', environment: 'Gamma', commit: 'c', execution: 'e', verdict: 'pass' };
    const saw = { reasons: [], measurements: [] };
    const times = { startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:01Z', subject: {} };
    const { outcome, events } = await build(
      commands(
        'mkdir -p evidence/Gamma',
        `echo '${JSON.stringify({ ...forged, ...saw, ...times })}' >evidence/Gamma/verify.json`,
      ),
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
