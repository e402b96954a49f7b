import type { GatesAsPassed, HeldTo } from '../../contracts/gates-as-passed';
import type { Check } from '../outcome';
import { readLastPassed } from './last-passed';
import { looserThan } from './looser-than';
import { everything, looserWords } from './looser-words';

/** What is looser than in the commits promoted before: all of it for the evidence, and as much as an approval has room for. */
export interface Looser {
  readonly all: string;
  readonly short: string;
  /** What could not be compared. */
  readonly checks: readonly Check[];
}

/** What is compared, and for whom. */
export interface Compared {
  readonly bucket: string;
  /** Environments that the commit enters next. */
  readonly into: readonly string[];
  /** What this commit is held to. */
  readonly held: HeldTo;
  /** Characters that an approval has room for. */
  readonly room: number;
}

/**
 * Compares with the last commit that passed each of the environments that this one enters next: one that was held up on the way
 * is no measure for the next. What can't be read of one of them hides nothing of the others.
 */
export async function readLooser({ bucket, into, held, room }: Compared): Promise<Looser> {
  if (into.length === 0) {
    const nothing = 'No environment comes after this one.';
    return { all: nothing, short: nothing, checks: [] };
  }
  const records = await Promise.all(into.map((environment) => recordOf(bucket, environment)));
  const passed = records.flatMap((record) => record.passed ?? []);
  const found = looserThan(
    passed.map(({ gates }) => gates),
    held,
    into,
  );
  const told = {
    than: [...new Set(passed.map(({ commit }) => commit))],
    found,
    unknown: records.flatMap((record) => (record.passed ? [] : [record.environment])),
  };
  return { all: everything(told), short: looserWords(told, room), checks: records.flatMap(({ check }) => check ?? []) };
}

interface PassedRecord {
  readonly environment: string;
  /** Undefined where no commit has passed yet, or the check says why nobody knows. */
  readonly passed?: GatesAsPassed | undefined;
  readonly check?: Check;
}

async function recordOf(bucket: string, environment: string): Promise<PassedRecord> {
  try {
    return { environment, passed: await readLastPassed(bucket, environment) };
  } catch (error) {
    const name = `what is asked is compared with what ${environment} was passed by`;
    const detail = error instanceof Error ? error.message : String(error);
    return { environment, check: { name, status: 'not judged', detail } };
  }
}
