import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import type { RehearsalConfiguration } from '../../src/configuration/configuration';
import { type Rehearsed, rehearse } from '../../src/rehearse';
import { report as reportSchema } from '../../src/report/schema';
import type { RehearsalOptions } from '../../src/run/options';
import { cloudThatRuns, configuration, fixture, options, surroundings } from './fixture';

const { root, write, git, commit, first } = fixture();

async function run(
  commands: readonly string[],
  more: Partial<RehearsalOptions> = {},
  cloud = cloudThatRuns(commands),
  tells: RehearsalConfiguration = {},
) {
  const around = surroundings(root);
  const loadConfiguration = () => ({ ...configuration, ...tells });
  const surrounded = { ...around.surroundings, loadConfiguration };
  const rehearsed: Rehearsed = await rehearse(options(root, more), surrounded, cloud.startCloud);
  return { ...rehearsed, ...cloud, events: around.events };
}

const refused = (more: Partial<RehearsalOptions>) =>
  run(['true'], more).then(
    () => 'not refused',
    (error) => error,
  );

describe('a rehearsal', () => {
  test('of a good commit is promoted, with its report, and leaves nothing behind', async () => {
    const { exitCode, report, bootstrapped, seen, events } = await run(['true']);
    expect(exitCode).toBe(exitCodes.promoted);
    expect(report).toMatchObject({ verdict: 'promoted', commit: first, subject: 'First', restarts: 0 });
    const written = reportSchema.parse(JSON.parse(readFileSync(join(root, 'rehearsal-report', 'report.json'), 'utf8')));
    expect(written.stages.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'Source pass',
      'Alpha pass',
      'Gamma pass',
    ]);
    expect(bootstrapped).toEqual(['111111111111 us-east-1', '222222222222 eu-west-1']);
    expect(seen.stopped).toBeGreaterThan(0);
    expect(existsSync(seen.workDir)).toBe(false);
    expect(existsSync(join(root, 'rehearsal-report', '.rehearsal-lock'))).toBe(false);
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', exitCode: 0 });
  });

  test('stops at a failed action with 1, and what comes after it is not run', async () => {
    const { exitCode, report } = await run(['false']);
    expect(exitCode).toBe(exitCodes.stopped);
    expect(report?.stages.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'Source pass',
      'Alpha fail',
      'Gamma not run',
    ]);
  });

  test('goes no further than it is told, and is promoted', async () => {
    const { exitCode, report } = await run(['true'], { until: 'Alpha' });
    expect(exitCode).toBe(exitCodes.promoted);
    expect(report?.through).toBe('Alpha');
    expect(report?.stages.at(-1)).toMatchObject({ name: 'Gamma', verdict: 'not run' });
  });

  test('gives jobs the variables that a person would set by hand, which win, and tells their names alone', async () => {
    const commands = ['[ "$STAGE $CODEBUILD_SRC_DIR" = "live mine" ]'];
    const jobVariables = { STAGE: 'live', CODEBUILD_SRC_DIR: 'mine' };
    const { exitCode, report } = await run(commands, { until: 'Alpha', jobVariables });
    expect(exitCode).toBe(exitCodes.promoted);
    const differences = report?.stages.flatMap(({ actions }) => actions.flatMap((one) => one.differences)) ?? [];
    const told = differences.filter(({ here }) => here.includes('--job-variable')).map(({ onAws }) => onAws);
    expect(told).toEqual([expect.stringMatching(/^STAGE /), expect.stringMatching(/^CODEBUILD_SRC_DIR /)]);
    expect(JSON.stringify(report)).not.toContain('live');
    expect((await run(commands, { until: 'Alpha', variables: jobVariables })).exitCode).toBe(exitCodes.stopped);
  });

  describe('with variables of the person', () => {
    const [door, other] = ['HOUSE_DOOR', 'HOUSE_OTHER'];
    const secret = 'behind the red door';
    beforeAll(() => Object.assign(process.env, { [door]: secret, [other]: 'unasked' }));
    afterAll(() => {
      for (const name of [door, other]) delete process.env[name];
    });
    const commands = [`[ "$${door}" = "${secret}" ] && [ -z "$${other}" ] && echo "it is $${door}"`];
    const asked = { jobs: { variables: [door] }, network: { allowed: ['tools.example'] } };

    test('gives jobs those that the configuration asks for, masks them, and tells their names and its hosts', async () => {
      const { exitCode, report, events } = await run(commands, { until: 'Alpha' }, cloudThatRuns(commands), asked);
      expect(exitCode).toBe(exitCodes.promoted);
      expect(report?.granted).toEqual({ hosts: ['tools.example'], synthVariables: [], jobVariables: [door] });
      expect(events).toContainEqual({ type: 'granted', ...report?.granted });
      expect(events).toContainEqual(expect.objectContaining({ type: 'action-output', line: 'it is ***' }));
      const differences = report?.stages.flatMap(({ actions }) => actions.flatMap((one) => one.differences)) ?? [];
      expect(differences.filter(({ onAws }) => onAws.includes(door))).toHaveLength(1);
      expect(JSON.stringify(report)).not.toContain(secret);
    });

    test('gives jobs none that nobody asks for', async () => {
      expect((await run(commands, { until: 'Alpha' })).exitCode).toBe(exitCodes.stopped);
    });

    test('gives synth those that the configuration asks for, and tells their names', async () => {
      write('needs', JSON.stringify({ [door]: secret }));
      commit('Needs a door');
      const { report } = await run(['true'], { until: 'Alpha' }, cloudThatRuns(['true']), { variables: ['HOUSE_D*'] });
      expect(report).toMatchObject({ verdict: 'promoted', granted: { synthVariables: [door], jobVariables: [] } });
    });
    afterEach(() => git('reset', '--quiet', '--hard', first));
  });

  test('cannot be led out of the local cloud by a variable that is set by hand', async () => {
    const { exitCode } = await run(['[ "$AWS_ENDPOINT_URL" != elsewhere ]'], {
      until: 'Alpha',
      jobVariables: { AWS_ENDPOINT_URL: 'elsewhere' },
    });
    expect(exitCode).toBe(exitCodes.promoted);
  });

  test('of HEAD warns of what is not committed, and does not rehearse it', async () => {
    write('notes.txt', 'not committed');
    const { exitCode, events } = await run(['[ ! -e notes.txt ]'], { until: 'Alpha' });
    expect(exitCode).toBe(exitCodes.promoted);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warning', message: expect.stringContaining('notes.txt') }),
    );
  });

  test('of the working tree takes a snapshot, marked in the report, and changes nothing of the user', async () => {
    write('notes.txt', 'not committed');
    const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('count-objects')];
    const { exitCode, report } = await run(['[ "$(cat notes.txt)" = "not committed" ] && [ ! -e rehearsal-report ]'], {
      until: 'Alpha',
      workingTree: true,
    });
    expect(report).toMatchObject({ verdict: 'promoted', workingTree: true });
    expect(exitCode).toBe(exitCodes.promoted);
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('count-objects')]).toEqual(before);
  });

  test('tells what its jobs asked for and were refused, and lets through what it was told to', async () => {
    const { exitCode, report, events } = await run(['curl --silent https://refused.example/ || true'], {
      until: 'Alpha',
    });
    expect(exitCode).toBe(exitCodes.promoted);
    const refused = { by: 'Alpha/Verify', host: 'refused.example', port: 443, times: 1 };
    expect(report?.refused).toEqual([refused]);
    expect(events).toContainEqual({ type: 'request-refused', ...refused });
    expect(report?.warnings).toContainEqual(expect.objectContaining({ code: 'TAP4082' }));
    // A name that nobody has can't be reached, and nobody is refused it.
    const allowed = { until: 'Alpha', allowed: ['refused.invalid'] };
    expect((await run(['curl --silent https://refused.invalid/ || true'], allowed)).report?.refused).toEqual([]);
  });

  test('of a job that failed, and was refused something, says that first', async () => {
    const { exitCode, report } = await run(['curl --silent --fail https://refused.example/']);
    expect(exitCode).toBe(exitCodes.stopped);
    expect(report?.reason.split('\n')[0]).toMatch(/^Alpha\/Verify: TAP4082: refused\.example:443 is refused/);
  });

  test('that lost a part of its cloud is broken', async () => {
    const commands = ['sleep 60'];
    const lost = new Promise<string>((resolve) => setTimeout(() => resolve('the emulator was killed'), 300));
    const { exitCode, report } = await run(commands, {}, cloudThatRuns(commands, { lost }));
    expect(exitCode).toBe(exitCodes.broken);
    expect(report).toMatchObject({ verdict: 'broken', reason: 'the emulator was killed' });
  });

  test('with a trouble of its own is broken', async () => {
    const cloud = cloudThatRuns([], {
      project: async () => {
        throw new Error('bug');
      },
    });
    const { exitCode, report } = await run([], {}, cloud);
    expect(exitCode).toBe(exitCodes.broken);
    expect(report?.reason).toContain('bug');
  });

  test('that is interrupted ends everything, and reports how far it came', async () => {
    const around = surroundings(root);
    const address = join(root, '..', 'proxy-of-a-job');
    const cloud = cloudThatRuns([`printf %s "$HTTPS_PROXY" >'${address}'; echo started; sleep 60`]);
    const running = rehearse(
      options(root),
      {
        ...around.surroundings,
        openTerminal: () => ({
          emit: (event) => {
            if (event.type === 'action-output' && event.line === 'started') process.emit('SIGTERM', 'SIGTERM');
          },
          summarise: () => undefined,
          close: () => undefined,
        }),
      },
      cloud.startCloud,
    );
    const { exitCode, report } = await running;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(report).toMatchObject({ verdict: 'interrupted' });
    expect(report?.stages[0]).toMatchObject({ name: 'Source', verdict: 'pass' });
    expect(cloud.seen.stopped).toBeGreaterThan(0);
    expect(existsSync(cloud.seen.workDir)).toBe(false);
    await expect(fetch(readFileSync(address, 'utf8'))).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

describe('a rehearsal that starts nothing', () => {
  test('leaves the last report as it is', async () => {
    await run(['true']);
    const file = join(root, 'rehearsal-report', 'report.json');
    const before = readFileSync(file, 'utf8');
    // Refused when the repository, the commit and its pipeline were looked at.
    for (const wrong of [{ commit: 'no-such-branch' }, { profile: 'no-such-profile' }, { until: 'Moon' }]) {
      expect(await refused(wrong)).toMatchObject({ exitCode: exitCodes.wrongUse });
      expect(readFileSync(file, 'utf8')).toBe(before);
    }
  });

  test('refuses an unknown revision and an unknown last stage with 2', async () => {
    expect(await refused({ commit: 'no-such-branch' })).toMatchObject({
      code: 'TAP4042',
      exitCode: exitCodes.wrongUse,
    });
    expect(await refused({ deployed: 'no-such-branch' })).toMatchObject({ code: 'TAP4042' });
    expect(await refused({ until: 'Moon' })).toMatchObject({
      code: 'TAP4045',
      message: expect.stringContaining('Alpha'),
    });
    expect(await refused({ profile: 'no-such-profile' })).toMatchObject({ code: 'TAP4059' });
    expect(await refused({ faults: ['no-door'], until: 'Source' })).toMatchObject({
      code: 'TAP4062',
      message: expect.stringContaining('no-door'),
      exitCode: exitCodes.wrongUse,
    });
    expect(await refused({ faults: ['no-such-fault'] })).toMatchObject({
      code: 'TAP4046',
      exitCode: exitCodes.wrongUse,
    });
  });

  test('refuses an output folder that a living rehearsal holds; one of a dead rehearsal is free', async () => {
    const lock = join(root, 'rehearsal-report', '.rehearsal-lock');
    writeFileSync(lock, String(process.pid));
    expect(await refused({})).toMatchObject({ code: 'TAP4044', exitCode: exitCodes.wrongUse });
    writeFileSync(lock, '999999999');
    expect((await run(['true'], { until: 'Source' })).exitCode).toBe(exitCodes.promoted);
  });

  test('says which tool the machine lacks, with 3', async () => {
    const around = surroundings(root);
    const lacking = { ...around.surroundings, toolsDir: join(root, 'nowhere') };
    const attempt = rehearse(options(root), lacking, cloudThatRuns([]).startCloud);
    await expect(attempt).rejects.toMatchObject({ code: 'TAP4047', exitCode: exitCodes.machineLacks });
  });
});

describe('a commit', () => {
  afterEach(() => git('reset', '--quiet', '--hard', first));

  test("that can't be synthesized stops with 1, and in no action: no pipeline is known yet", async () => {
    write('bad', 'TypeError: no such construct');
    commit('Bad');
    const { exitCode, report } = await run([]);
    expect(exitCode).toBe(exitCodes.stopped);
    expect(report).toMatchObject({ verdict: 'stopped', stages: [] });
    expect(report?.reason).toMatch(/can't be synthesized:\n.*no such construct/s);
  });

  test('with an invalid configuration is refused with 2', async () => {
    write('bad', 'wrong: environments[0].region: "moon" is not a region');
    commit('Bad');
    expect(await refused({})).toMatchObject({
      code: 'TAP4055',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining('moon'),
    });
  });

  test("whose pipeline can't be deployed stops with 1", async () => {
    write('undeployable', '');
    commit('Bad');
    expect(await run([])).toMatchObject({ exitCode: exitCodes.stopped });
  });

  test('may be another than HEAD, and another one may be deployed before it', async () => {
    write('second.txt', '');
    const second = commit('Second');
    const { report, events } = await run(['[ ! -e second.txt ]'], { commit: first, deployed: 'HEAD' });
    expect(report).toMatchObject({ verdict: 'promoted', commit: first });
    expect(events).toContainEqual(expect.objectContaining({ type: 'pipeline-deployed', commit: second }));
  });
});
