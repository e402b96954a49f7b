import { exitCodes, RunError } from '../command/run-error';
import { placesIn, stageOf } from '../faults/places';
import type { Assembly } from './assembly';
import type { FaultPlan } from './fault-plan';

/**
 * Places the ordered faults in the pipeline, and looks whether the run comes to them.
 *
 * @throws RunError TAP4045, TAP4062 or TAP4063 if it doesn't
 */
export async function checkStages(
  until: string | undefined,
  plan: Pick<FaultPlan, 'faults' | 'meet'>,
  assembly: Pick<Assembly, 'pipeline'>,
): Promise<void> {
  if (until === undefined && plan.faults.length === 0) return;
  const { stack, stages: synthesized } = await assembly.pipeline();
  if (plan.faults.length > 0) plan.meet(placesIn(synthesized));
  const { faults } = plan;
  const stages = synthesized.map(({ name }) => name);
  const nowhere = faults.find(({ gate }) => !stages.includes(stageOf(gate)));
  if (nowhere) {
    throw new RunError(
      'TAP4063',
      exitCodes.wrongUse,
      `--fault ${nowhere.name}: the pipeline has no stage ${stageOf(nowhere.gate)}, which is to stop it; it has ${stages.join(', ')}.`,
    );
  }
  if (until === undefined) return;
  if (!stages.includes(until)) {
    throw new RunError(
      'TAP4045',
      exitCodes.wrongUse,
      `--until "${until}": the pipeline of ${stack} has no such stage; it has ${stages.join(', ')}.`,
    );
  }
  const missed = faults.find(({ gate }) => stages.indexOf(stageOf(gate)) > stages.indexOf(until));
  if (missed) {
    throw new RunError(
      'TAP4062',
      exitCodes.wrongUse,
      `--until "${until}": the run would end before ${missed.gate}, which is to stop the fault ${missed.name}; name a later stage, or none.`,
    );
  }
}
