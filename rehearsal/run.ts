import type { LocalCloud, ResourceItem } from './cloud/contracts';
import type { PipelineResult } from './engine/execute-pipeline';
import type { Emit, RunVerdict } from './events';
import { killAllGroups } from './executors/process/process-group';
import { faultByName } from './faults/all';
import type { FaultOutcome } from './faults/fault';
import { ReportBuilder } from './report/report';
import type { Report } from './report/schema';
import { writeReport } from './report/write';
import { carryOut } from './run/carry-out';
import { FaultPlan } from './run/fault-plan';
import { keepFiles, nameKeptFiles } from './run/keep-files';
import { watchLifetime } from './run/lifetime';
import { isDiskFull } from './run/machine-check';
import type { RehearsalOptions } from './run/options';
import { OutputFolder } from './run/output-folder';
import { exitCodes, RunAborted, RunError } from './run/run-error';
import { type StartCloud, startCloud as startRealCloud } from './run/start-cloud';
import { clockFactor, type Surroundings } from './run/surroundings';
import { within } from './run/within';
import { makeWorkFolder, removeWorkFolder } from './run/workspace';

/** Milliseconds for asking the services about every resource. */
const classifyMs = 60_000;
/** Milliseconds for stopping everything, after which processes are killed. */
const stopMs = 25_000;

/** How a rehearsal ended. */
export interface Rehearsed {
  readonly exitCode: number;
  /** Absent if the run was refused before anything was started. */
  readonly report?: Report;
}

interface Ending {
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  readonly reason: string;
  readonly faults: readonly FaultOutcome[];
}

/**
 * One rehearsal, from the first look at the repository to the report. Whatever happens, everything that was started has ended
 * when this returns, and the report says how far the run came.
 *
 * @throws RunError if it is refused: wrong use or a machine that lacks something, before anything was started
 */
export async function rehearse(
  options: RehearsalOptions,
  surroundings: Surroundings,
  startCloud: StartCloud = startRealCloud,
): Promise<Rehearsed> {
  const faults = options.faults.map(faultByName);
  const out = OutputFolder.take(options.out);
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  const killAtExit = () => killAllGroups();
  process.on('exit', killAtExit);
  const startedAt = performance.now();
  const builder = new ReportBuilder();
  const terminal = surroundings.openTerminal();
  const emit: Emit = (event) => {
    builder.add(event);
    terminal.emit(event);
  };
  let workDir: string | undefined;
  let cloud: LocalCloud | undefined;
  try {
    workDir = await makeWorkFolder();
    const plan = new FaultPlan(faults, workDir, emit);
    const folder = workDir;
    const ending = await end(plan, controller.signal, async () => {
      const result = await carryOut({
        options,
        surroundings,
        workDir: folder,
        faults: plan,
        emit,
        signal: controller.signal,
        startCloud,
        onCloud: (started) => {
          cloud = started;
          void started.lost.then((reason) => controller.abort(new RunAborted('broken', reason)));
        },
      });
      // A gate that had no room to work in has judged nothing.
      if (result.verdict === 'stopped' && (await isDiskFull(folder))) {
        throw new RunAborted('broken', `The disk of ${folder} is full. ${result.reason}`);
      }
      return result;
    });
    if (options.keep) emit({ type: 'phase', text: `The work folder stays: ${workDir}` });
    const resources = cloud && ending.verdict !== 'broken' ? await classify(cloud, controller.signal, emit) : [];
    const seconds = (performance.now() - startedAt) / 1000;
    // The work folder goes; what is named in it is found beside the report.
    const reason = nameKeptFiles(ending.reason, workDir, options.out);
    emit({ type: 'run-ended', verdict: ending.verdict, exitCode: ending.exitCode, reason, seconds });
    const report = builder.finish({
      resources,
      alarmsNotJudged: cloud?.backing.unfedAlarms() ?? [],
      faults: ending.faults,
      clockFactor,
    });
    await stop(cloud, emit);
    await writeAll(workDir, options, report, emit);
    terminal.summarise(report, options.out);
    return { exitCode: ending.exitCode, report };
  } finally {
    await stop(cloud, emit);
    killAllGroups();
    if (workDir !== undefined && !options.keep) await removeWorkFolder(workDir);
    out.release();
    terminal.close();
    unwatch();
    process.off('exit', killAtExit);
  }
}

/** The report comes before everything else that might be kept: on a full disk the work folder makes room for it. */
async function writeAll(workDir: string, options: RehearsalOptions, report: Report, emit: Emit): Promise<void> {
  try {
    await keepFiles(workDir, options.out);
    writeReport(options.out, report);
  } catch (error) {
    emit({
      type: 'warning',
      code: 'TAP4060',
      message: `Not everything could be kept with the report: ${String(error)}`,
    });
    if (!options.keep) await removeWorkFolder(workDir);
    writeReport(options.out, report);
  }
}

/** How the run ended, in the contract's terms. A refusal is thrown on: nothing was started, there is nothing to report. */
async function end(plan: FaultPlan, signal: AbortSignal, run: () => Promise<PipelineResult>): Promise<Ending> {
  try {
    const result = await run();
    const stoppedBy = result.verdict === 'stopped' ? result.by : undefined;
    const faults = await plan.outcomes(stoppedBy);
    const reason = result.verdict === 'stopped' ? result.reason : 'Every stage that was asked for passed.';
    const missed = faults.filter((fault) => !fault.caught);
    if (missed.length > 0) {
      return { verdict: result.verdict, exitCode: exitCodes.faultNotCaught, reason: missedReason(missed), faults };
    }
    return { verdict: result.verdict, exitCode: exitCodes[result.verdict], reason, faults };
  } catch (error) {
    // Whatever an aborted part threw on its way out, the reason of the abort is what ended the run.
    const aborted: unknown = signal.aborted ? signal.reason : error;
    if (aborted instanceof RunAborted) {
      const { verdict, message: reason } = aborted;
      return { verdict, exitCode: exitCodes[verdict], reason, faults: await plan.outcomes(undefined) };
    }
    if (error instanceof RunError && error.exitCode !== exitCodes.stopped) {
      if (error.exitCode !== exitCodes.broken) throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof RunError && error.exitCode === exitCodes.stopped) {
      const faults = await plan.outcomes(undefined);
      const exitCode = faults.some((fault) => !fault.caught) ? exitCodes.faultNotCaught : exitCodes.stopped;
      return { verdict: 'stopped', exitCode, reason, faults };
    }
    return {
      verdict: 'broken',
      exitCode: exitCodes.broken,
      reason: trouble(error),
      faults: await plan.outcomes(undefined),
    };
  }
}

function missedReason(missed: readonly FaultOutcome[]): string {
  return missed
    .map(({ name, injected, expectedGate, stoppedBy }) =>
      injected
        ? `Fault ${name} was to be stopped by ${expectedGate}; it was ${stoppedBy === null ? 'not stopped' : `stopped by ${stoppedBy}`}.`
        : `Fault ${name} was not applied${stoppedBy === null ? '' : `; the run was stopped by ${stoppedBy}`}.`,
    )
    .join(' ');
}

/** What broke, with the stack for whoever has to mend it. */
function trouble(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return `The disk is full: ${error.message}`;
  return error.stack ?? error.message;
}

async function classify(cloud: LocalCloud, signal: AbortSignal, emit: Emit): Promise<readonly ResourceItem[]> {
  // An interrupted run is to end soon; what was used is known without asking long.
  const limit = signal.aborted ? classifyMs / 12 : classifyMs;
  try {
    return await within(limit, cloud.classify());
  } catch (error) {
    emit({ type: 'warning', code: 'TAP4057', message: `The resources could not be classified: ${String(error)}` });
    return [];
  }
}

async function stop(cloud: LocalCloud | undefined, emit: Emit): Promise<void> {
  try {
    if (cloud) await within(stopMs, cloud.stop());
  } catch (error) {
    emit({ type: 'warning', code: 'TAP4058', message: `The local cloud did not stop as it should: ${String(error)}` });
  }
}
