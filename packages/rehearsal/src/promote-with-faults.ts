import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes, RunError } from './command/run-error';
import type { Fault } from './faults/fault';
import { anyPlaces, type FaultsAt, placesIn, stageOf } from './faults/places';
import { type Rehearsed, rehearse } from './rehearse';
import type { RehearsalOptions } from './run/options';
import type { Surroundings } from './run/surroundings';

/** One run of the rehearsal; a seam for tests. */
export type Rehearse = (options: RehearsalOptions, surroundings: Surroundings) => Promise<Rehearsed>;

/**
 * Promotes the good commit once, then orders every fault in turn, each with a cloud of its own. The builds of the good commit
 * are used again where a fault leaves the source as it is.
 *
 * @param out folder of the report of the run without faults; each fault's report lies in `faults/<name>` below it
 * @returns 0 if every fault was caught, 4 if one was not; the exit code of the run without faults if that was not promoted;
 * 130 or the like as soon as a run ends that way
 */
export async function promoteWithFaults(
  surroundings: Surroundings,
  out: string,
  faultsAt: FaultsAt,
  run: Rehearse = rehearse,
): Promise<number> {
  const print = (text: string) => surroundings.output.write(`${text}\n`);
  const assembliesFolder = await mkdtemp(join(tmpdir(), 'rehearsal-assemblies-'));
  const around: Surroundings = { ...surroundings, assembliesFolder };
  const missed: string[] = [];
  let faults = faultsAt(anyPlaces);
  const count = (untried: readonly Fault[], exitCode: number): number => {
    print('');
    for (const name of missed) print(`not caught: ${name}`);
    for (const { name } of untried) print(`not tried: ${name}`);
    const failed = missed.length + untried.length;
    print(`${faults.length - failed} passed, ${failed} failed`);
    return exitCode;
  };
  const base = { yes: true, workingTree: false, keep: false, hold: false };
  try {
    const good = await run({ ...base, faults: [], out }, around);
    if (good.exitCode !== exitCodes.promoted) {
      print('The commit without a fault was not promoted, so nothing can be said of faults.');
      return count(faults, good.exitCode);
    }
    const stages = good.report?.stages ?? [];
    // Nobody can reject where nobody is asked.
    faults = faultsAt(placesIn(stages)).filter(({ gate }) => stages.some(({ name }) => name === stageOf(gate)));
    for (const [index, fault] of faults.entries()) {
      print(`\n== ${fault.name}: ${fault.gate} must stop it`);
      const options = {
        ...base,
        faults: [fault.name],
        until: stageOf(fault.gate),
        out: join(out, 'faults', fault.name),
      };
      const { exitCode, report } = await run(options, around);
      const caught = report?.faults.find(({ name }) => name === fault.name)?.caught ?? false;
      // A signal is meant for all of them; a rehearsal that broke would break again.
      if (exitCode === exitCodes.interrupted || exitCode === exitCodes.broken) {
        return count(faults.slice(index), exitCode);
      }
      if (!caught) missed.push(fault.name);
    }
    return count([], missed.length === 0 ? exitCodes.promoted : exitCodes.faultNotCaught);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    print(error.message);
    return error.exitCode;
  } finally {
    await rm(assembliesFolder, { recursive: true, force: true });
  }
}
