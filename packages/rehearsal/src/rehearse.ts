import type { LocalCloud, ResourceItem } from './cloud/base/contracts';
import { watchLifetime } from './command/lifetime';
import { RunAborted } from './command/run-error';
import type { Emit } from './events/events';
import { killAllTrees } from './executors/process/process-tree';
import { Network } from './network/network';
import { ReportBuilder } from './report/report';
import type { Report } from './report/schema';
import { writeReport } from './report/write';
import { carryOut } from './run/carry-out';
import { endingOf } from './run/ending';
import { FaultPlan } from './run/fault-plan';
import { hold } from './run/hold';
import { keepFiles, nameKeptFiles } from './run/keep-files';
import { isDiskFull } from './run/machine-check';
import type { RehearsalOptions } from './run/options';
import { OutputFolder } from './run/output-folder';
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

/**
 * One rehearsal, from the first look at the repository to the report, and to the end of a hold. Whatever happens, everything that was started has ended
 * when this returns, and the report says how far the run came.
 *
 * @throws RunError if it is refused: wrong use or a machine that lacks something, before anything was started
 */
export async function rehearse(
  options: RehearsalOptions,
  surroundings: Surroundings,
  startCloud: StartCloud = startRealCloud,
): Promise<Rehearsed> {
  const out = OutputFolder.take(options.out);
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  const killAtExit = () => killAllTrees();
  process.on('exit', killAtExit);
  const startedAt = performance.now();
  const builder = new ReportBuilder();
  const terminal = surroundings.openTerminal();
  const emit: Emit = (event) => {
    builder.add(event);
    terminal.emit(event);
  };
  const network = new Network(emit);
  let workDir: string | undefined;
  let cloud: LocalCloud | undefined;
  try {
    workDir = await makeWorkFolder(emit, options.keep);
    const plan = new FaultPlan(options.faults, workDir, emit);
    const folder = workDir;
    const ending = await endingOf(plan, controller.signal, async () => {
      const result = await carryOut({
        options,
        surroundings,
        workDir: folder,
        faults: plan,
        emit: plan.emit,
        network,
        signal: controller.signal,
        startCloud,
        onCloud: (started) => {
          // The run was not refused: from here on an earlier report would be taken for this one's.
          out.clear();
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
    emit({ type: 'phase', text: `Looking at what was used${options.hold ? '' : ', and ending everything'}` });
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
    if (!options.hold) await stop(cloud, emit);
    if (!cloud) out.clear();
    await writeAll(workDir, options, report, emit);
    terminal.summarise(report, options.out);
    if (options.hold) await hold({ cloud, ending, emit, signal: controller.signal });
    return { exitCode: ending.exitCode, report };
  } finally {
    await stop(cloud, emit);
    await network.close();
    killAllTrees();
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
