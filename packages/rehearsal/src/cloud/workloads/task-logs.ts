import type { Owned } from '../deployed/deployed-stacks';

/** A line that a container wrote, as its log group keeps it. */
export interface LogLine {
  /** Real milliseconds since the epoch. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/** Where the log driver `awslogs` sends what a container writes. */
export interface LogTarget {
  readonly group: string;
  readonly stream: string;
}

/** Older lines of a group are forgotten: a run writes fewer. */
const mostLines = 200_000;

/**
 * What tasks wrote to standard output, by log group: CloudWatch Logs as far as tasks fill it. Kept here, because the emulator has
 * one processor for all, and a load writes a line for each request.
 */
export class TaskLogs {
  private readonly groups = new Map<string, LogLine[]>();

  constructor(
    private readonly now: () => number,
    /** The deployed log group of this name; nothing if there is none. */
    private readonly deployed: (group: string) => Pick<Owned, 'account' | 'region'> | undefined,
  ) {}

  add(at: { readonly account: string; readonly region: string }, { group, stream }: LogTarget, message: string): void {
    const key = keyOf(at, group);
    const lines = this.groups.get(key) ?? [];
    this.groups.set(key, lines);
    lines.push({ timestamp: Math.floor(this.now()), stream, message });
    if (lines.length > mostLines) lines.splice(0, mostLines / 10);
  }

  /** Lines of a group that stands and that tasks have written to, the oldest first; nothing of any other group. */
  of(at: { readonly account: string; readonly region: string }, group: string): readonly LogLine[] | undefined {
    const found = this.deployed(group);
    if (found?.account !== at.account || found.region !== at.region) return undefined;
    return this.groups.get(keyOf(at, group));
  }
}

function keyOf({ account, region }: { readonly account: string; readonly region: string }, group: string): string {
  return `${account}/${region}/${group}`;
}
