/** One call or request that passed the gateway. */
export interface LedgerEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly caller: string;
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly action: string;
  readonly status: number;
  readonly ms: number;
  /** Name, ARN or URL of what the call was about, where it can be told. */
  readonly target?: string;
  /** Names, ARNs and ids in the request; never values, which may be secret. */
  readonly subjects: readonly string[];
  /** The role the caller acted as. */
  readonly roleArn?: string;
  /** Whether the function that was invoked failed: its answer has status 200 all the same. */
  readonly functionFailed?: boolean;
}

/** A run makes some ten thousand calls; beyond this many the oldest are given up, so that memory stays bounded. */
const mostEntries = 200_000;

/** Keeps every call that passed the gateway, in order. */
export class Ledger {
  private readonly entries: LedgerEntry[] = [];

  add(entry: LedgerEntry): void {
    this.entries.push(entry);
    if (this.entries.length > mostEntries) this.entries.splice(0, mostEntries / 10);
  }

  forget(): void {
    this.entries.length = 0;
  }

  all(): readonly LedgerEntry[] {
    return this.entries;
  }
}
