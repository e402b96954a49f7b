import { type BuildSpec, type PhaseName, phaseNames } from '../../model/build-spec';

/** What phases need of a shell. */
export interface CommandRunner {
  /** Runs one command; its exit status. */
  run(command: string): Promise<number>;
}

export interface FailedCommand {
  readonly phase: PhaseName;
  readonly command: string;
  readonly status: number;
}

/**
 * Carries out the phases of a build in CodeBuild's order of transitions
 * (https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html):
 * a failed command ends its phase's commands, `finally` runs in any case; a failed install or pre_build ends the build, a
 * failed build is followed by post_build, unless `on-failure` says otherwise. A build with a failed phase has failed, also
 * when `on-failure: CONTINUE` let it go on.
 *
 * @returns the first command that failed, or undefined
 */
export async function runPhases(
  spec: Pick<BuildSpec, 'phases'>,
  shell: CommandRunner,
  say: (line: string) => void,
): Promise<FailedCommand | undefined> {
  let first: FailedCommand | undefined;
  for (const name of phaseNames) {
    const phase = spec.phases[name];
    if (!phase) continue;
    let failed: FailedCommand | undefined;
    const attempt = async (commands: readonly string[]): Promise<void> => {
      for (const command of commands) {
        say(`[${name}] ${command}`);
        const status = await shell.run(command);
        if (status === 0) continue;
        failed ??= { phase: name, command, status };
        first ??= failed;
        await shell.run('export CODEBUILD_BUILD_SUCCEEDING=0');
        return;
      }
    };
    await attempt(phase.commands);
    await attempt(phase.finally);
    if (failed && (phase.onFailure ?? (name === 'build' ? 'CONTINUE' : 'ABORT')) === 'ABORT') break;
  }
  return first;
}
