import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionOutcome, ActionRun, Executor } from '../../engine/executor';
import type { BuildConfiguration } from '../../model/action-configuration';
import { copyFolder } from './collect-files';

/**
 * Keeps what the builds of a commit put out, so that further runs of the same commit need not build it again. Only builds
 * that feed later actions, in the stage after the source, and only outcomes that passed.
 */
export class BuildCache {
  private readonly kept = new Map<string, ActionOutcome>();

  /** @param folder where outputs are kept; it may outlive a run */
  constructor(private readonly folder: string) {}

  /** @param commit the rehearsed commit: outputs of another one are never taken */
  wrap(commit: string, build: Executor<BuildConfiguration>): Executor<BuildConfiguration> {
    return async (run) => {
      if (run.stage !== run.pipeline.stages[1]?.name) return build(run);
      const key = `${commit}/${run.where}`;
      const known = this.kept.get(key);
      if (known) return this.reuse(run, key, known);
      const outcome = await build(run);
      if (outcome.verdict !== 'fail') await this.keep(run, key, outcome);
      return outcome;
    };
  }

  private async keep(run: ActionRun<BuildConfiguration>, key: string, outcome: ActionOutcome): Promise<void> {
    for (const artifact of run.action.outputs) {
      const folder = join(this.folder, key, artifact);
      if (!existsSync(folder)) {
        await mkdir(join(this.folder, key), { recursive: true });
        await copyFolder(await run.output(artifact), folder);
      }
    }
    this.kept.set(key, outcome);
  }

  private async reuse(run: ActionRun<BuildConfiguration>, key: string, known: ActionOutcome): Promise<ActionOutcome> {
    for (const artifact of run.action.outputs)
      await copyFolder(join(this.folder, key, artifact), await run.output(artifact));
    run.say('The outputs of an earlier run of this commit are used again.');
    const again = { onAws: 'builds', here: 'not run again: the outputs of an earlier run of the same commit' };
    return { ...known, differences: [...known.differences, again] };
  }
}
