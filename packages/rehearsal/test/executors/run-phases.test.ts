import { runPhases } from '../../src/executors/codebuild/run-phases';
import type { BuildSpec, Phase } from '../../src/model/build-spec';

/** Runs phases whose command `bad` (or what starts with it) fails; tells the commands that were run. */
async function run(phases: BuildSpec['phases']) {
  const commands: string[] = [];
  const shell = {
    run: async (command: string) => {
      if (!command.startsWith('export CODEBUILD')) commands.push(command);
      return command.startsWith('bad') ? 3 : 0;
    },
  };
  return { failed: await runPhases({ phases }, shell, () => undefined), commands };
}

const phase = (commands: string[], more: Partial<Phase> = {}): Phase => ({ commands, finally: [], ...more });

describe('the phases of a build', () => {
  test('all phases run in order, each with what it does finally', async () => {
    const { failed, commands } = await run({
      post_build: phase(['d']),
      build: phase(['c'], { finally: ['c-finally'] }),
      install: phase(['a']),
      pre_build: phase(['b']),
    });
    expect(failed).toBeUndefined();
    expect(commands).toEqual(['a', 'b', 'c', 'c-finally', 'd']);
  });

  test('a failed command ends the commands of its phase, not what it does finally', async () => {
    const { failed, commands } = await run({ build: phase(['a', 'bad', 'b'], { finally: ['f'] }) });
    expect(failed).toEqual({ phase: 'build', command: 'bad', status: 3 });
    expect(commands).toEqual(['a', 'bad', 'f']);
  });

  test.each(['install', 'pre_build'] as const)('a failed %s ends the build', async (name) => {
    const { commands } = await run({ [name]: phase(['bad']), build: phase(['b']), post_build: phase(['p']) });
    expect(commands).toEqual(['bad']);
  });

  test('a failed build is followed by post_build, and the build has failed', async () => {
    const { failed, commands } = await run({ build: phase(['bad']), post_build: phase(['p']) });
    expect(commands).toEqual(['bad', 'p']);
    expect(failed?.phase).toBe('build');
  });

  test('on-failure ABORT ends the build after the phase', async () => {
    const build = phase(['bad'], { finally: ['f'], onFailure: 'ABORT' });
    const { commands } = await run({ build, post_build: phase(['p']) });
    expect(commands).toEqual(['bad', 'f']);
  });

  test('on-failure CONTINUE goes on, and the build has failed all the same', async () => {
    const { failed, commands } = await run({ install: phase(['bad'], { onFailure: 'CONTINUE' }), build: phase(['b']) });
    expect(commands).toEqual(['bad', 'b']);
    expect(failed?.phase).toBe('install');
  });

  test('a failure in finally fails the phase; the first failure is the one that is told', async () => {
    const only = await run({ build: phase(['a'], { finally: ['bad-finally'] }) });
    expect(only.failed?.command).toBe('bad-finally');
    const both = await run({ build: phase(['bad'], { finally: ['bad-finally'] }) });
    expect(both.failed?.command).toBe('bad');
  });
});
