import type { ActionOutcome } from '../../engine/executor';
import type { Difference } from '../../events/events';
import type { GateEvidence } from '../../events/gate-evidence';
import { refusedFirst } from '../../network/refusal';
import { collectResults, objection } from './gate-results';
import type { GateIdentity } from './gates';
import type { Job } from './job';
import type { JobEquipment } from './job-equipment';
import type { JobVariables } from './job-variables';
import { loadDifferences } from './load-length';
import { fillOutputs } from './output-artifacts';
import type { EndedCommands } from './run-commands';
import { commandFailed, whyNotPassed } from './why-failed';

/** A job whose commands have ended. */
export interface EndedJob extends Pick<JobVariables, 'env' | 'differences'> {
  readonly commands: EndedCommands;
  readonly equipment: JobEquipment | undefined;
  /** Where its reports and its evidence are kept. */
  readonly resultFolder: string;
  readonly logFile: string;
}

/** What a job comes to: by its evidence if it is a gate, else by how its commands ended, and by the artifacts that it leaves. */
export async function judgeJob(job: Job, ended: EndedJob): Promise<ActionOutcome> {
  const { context, run, spec, folder } = job;
  const { gates } = context;
  const gate = gates?.identify(ended.env);
  const since = new Date(Number(ended.env.CODEBUILD_START_TIME));
  const judged = await collectResults(folder.source, spec, ended.resultFolder, gates, gate, since);
  for (const evidence of judged) run.emit({ type: 'gate-judged', evidence });
  const equipped = await ended.equipment?.report();
  const differences = [
    ...ended.differences,
    ...(equipped?.differences ?? []),
    ...judged.flatMap((one) => loadDifferences(gates?.loadLength?.(one))),
  ];
  const reason =
    whyFailed(job, ended.commands, judged, gate) ??
    (await fillOutputs(folder.source, spec, run.action.outputs, run.output));
  if (reason !== undefined) {
    const refused = refusedFirst(context.wayOut.refusedTo(run.where), reason);
    return { verdict: 'fail', reason: [refused, `Log: ${ended.logFile}`].join('\n'), differences };
  }
  differences.push(...(await differencesOfOutputs(job)));
  const variables = ended.commands.exported;
  if (equipped?.standIn === undefined) return { verdict: 'pass', differences, variables };
  return { verdict: 'stood in', reason: equipped.standIn, differences, variables };
}

/** Why a job has failed before its artifacts are looked at; undefined if it has not. */
function whyFailed(
  { context: { gates }, project }: Job,
  { timedOut, failed, said }: EndedCommands,
  judged: readonly GateEvidence[],
  gate: GateIdentity | undefined,
): string | undefined {
  if (timedOut) return `It took longer than ${project.timeoutMinutes} minutes: all its processes were ended.`;
  if (failed) return (gates && whyNotPassed(judged, gates)) ?? commandFailed(failed, said);
  return gates && gate && objection(judged, gates);
}

async function differencesOfOutputs({ context, run }: Job): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const output of run.action.outputs) {
    found.push(...(await context.inspectOutput(await run.output(output), run.signal)));
  }
  return found;
}
