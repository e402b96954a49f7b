import { existsSync } from 'node:fs';
import type { LocalCloud } from '../../src/cloud/base/contracts';
import { exitCodes } from '../../src/command/run-error';
import type { RehearsalConfiguration } from '../../src/configuration/configuration';
import { rehearse } from '../../src/rehearse';
import type { RehearsalOptions } from '../../src/run/options';
import type { UpdateWitness } from '../../src/update/update-witness';
import { action, deployed, source } from '../engine/definition';
import { cloudThatRuns, configuration, fixture, options, surroundings } from './fixture';

const { root, write, git, commit, first } = fixture();

/** Source, then Alpha, which deploys a stack and verifies it. */
const oneEnvironment = () =>
  deployed({
    Source: [source()],
    Alpha: [
      action('Network.Deploy', 'CloudFormation', {
        InputArtifacts: [{ Name: 'Tree' }],
        Configuration: {
          ActionMode: 'CREATE_UPDATE',
          StackName: 'Network',
          TemplatePath: 'Tree::network.json',
          RoleArn: 'arn:aws:iam::222222222222:role/deploy',
        },
      }),
      action('Verify', 'CodeBuild', { InputArtifacts: [{ Name: 'Tree' }], RunOrder: 2 }),
    ],
  });

/** A witness whose every request is answered, or not, and who misses this. */
const witness = (ok: boolean, missing: readonly string[] = []): RehearsalConfiguration => ({
  update: {
    witness: async ({ environment }) => ({
      write: async () => undefined,
      visit: async () => [{ name: environment, ok, detail: ok ? 'here' : 'nobody' }],
      missing: async () => missing,
    }),
  },
});

async function run(
  more: Partial<RehearsalOptions>,
  tells: RehearsalConfiguration = {},
  cloudMore: Partial<LocalCloud> = {},
) {
  const around = surroundings(root);
  const cloud = cloudThatRuns(['true'], { deployedPipeline: async () => oneEnvironment(), ...cloudMore });
  const surrounded = { ...around.surroundings, loadConfiguration: () => ({ ...configuration, ...tells }) };
  const rehearsed = await rehearse(options(root, more), surrounded, cloud.startCloud);
  return { ...rehearsed, ...cloud, events: around.events };
}

let second: string;
beforeAll(() => {
  write('network.json', '{"Resources":{}}');
  second = commit('Second');
});
afterEach(() => git('reset', '--quiet', '--hard', second));

describe('a rehearsal from another commit', () => {
  test('deploys it into every environment, updates that, and says that nothing was lost', async () => {
    const { exitCode, report, events } = await run({ from: first }, witness(true));
    expect(report?.reason).not.toContain('lost');
    expect(exitCode).toBe(exitCodes.promoted);
    expect(report?.update).toMatchObject({ from: first, requestsLost: 0, environments: [{ environment: 'Alpha' }] });
    expect(report?.update?.requests).toBeGreaterThan(0);
    expect(events).toContainEqual({ type: 'phase', text: 'Deploying Network' });
    expect(events).toContainEqual(expect.objectContaining({ type: 'pipeline-deployed', commit: first }));
  });

  test.each([
    ['a request', witness(false), /^Alpha: The update from .* lost something\.\na request was lost: Alpha: nobody/],
    ['what was written', witness(true, ['order 1 is gone']), /^Alpha: .* lost something\.\norder 1 is gone/],
  ])('ends with 1 if the update lost %s', async (_what, tells, reason) => {
    const { exitCode, report } = await run({ from: first }, tells);
    expect(exitCode).toBe(exitCodes.stopped);
    expect(report?.reason).toMatch(reason);
    // It was carried out to its end.
    expect(report?.stages.at(-1)?.actions.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  });

  test.each([
    ['the commit can not be deployed', true, {}, /TAP4091: .* does not stand in Alpha.*no room for Network/],
    [
      'nobody can write',
      false,
      { write: async () => Promise.reject(new Error('the door is closed')) },
      /TAP4091: .*closed/,
    ],
  ])('stops if %s, which is no fault of the rehearsed one', async (_what, full, more, reason) => {
    const { update } = witness(true);
    const tells = {
      update: {
        witness: async (...given: Parameters<NonNullable<typeof update>['witness']>) =>
          ({ ...(await update?.witness(...given)), ...more }) as UpdateWitness,
      },
    };
    const { exitCode, report } = await run(
      { from: first },
      tells,
      full ? { deployStack: () => Promise.reject(new Error('no room for Network')) } : {},
    );
    expect(exitCode).toBe(exitCodes.stopped);
    expect(report?.reason).toMatch(reason);
    expect(report?.update).toBeUndefined();
  });

  test('that is interrupted while it stands up leaves nothing behind', async () => {
    const tells: RehearsalConfiguration = {
      update: {
        async witness() {
          process.emit('SIGTERM', 'SIGTERM');
          return new Promise(() => undefined);
        },
      },
    };
    const { exitCode, seen } = await run({ from: first }, tells);
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(seen.stopped).toBeGreaterThan(0);
    expect(existsSync(seen.workDir)).toBe(false);
  });

  test('warns where nobody is served', async () => {
    const { exitCode, report } = await run({ from: first });
    expect(exitCode).toBe(exitCodes.promoted);
    expect(report?.warnings.map(({ code }) => code)).toContain('TAP4090');
    expect(report?.update?.requests).toBe(0);
  });

  test.each([
    ['the rehearsed commit itself', () => 'HEAD', 'TAP4088'],
    ['no commit of the repository', () => 'a'.repeat(40), 'TAP4042'],
    [
      'one with other environments',
      () => {
        write('renamed', '');
        const renamed = commit('Renamed');
        git('rm', '--quiet', 'renamed');
        commit('Named as before');
        return renamed;
      },
      'TAP4089',
    ],
    [
      'one that does not synthesize',
      () => {
        write('bad', 'no such construct');
        const bad = commit('Bad');
        git('rm', '--quiet', 'bad');
        commit('Good again');
        return bad;
      },
      'TAP4049',
    ],
  ])('is refused of %s', async (_what, revision, code) => {
    const from = revision();
    const { exitCode, reason } = await run({ from }, witness(true)).then(
      ({ exitCode: ended, report }) => ({ exitCode: ended, reason: report?.reason }),
      (error) => ({ exitCode: error.exitCode, reason: error.message }),
    );
    expect(reason).toContain(code);
    expect([exitCodes.wrongUse, exitCodes.stopped]).toContain(exitCode);
  });
});
