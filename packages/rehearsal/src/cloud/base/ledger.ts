import type { LedgerEntry } from './contracts';

/** A call with what it was about, as far as the request names it. */
export interface DetailedEntry extends LedgerEntry {
  /** Names, ARNs and ids in the request; never values, which may be secret. */
  readonly subjects: readonly string[];
  /** The role the caller acted as. */
  readonly roleArn?: string;
}

/** A run makes some ten thousand calls; beyond this many the oldest are given up, so that memory stays bounded. */
const MOST_ENTRIES = 200_000;

/** Keeps every call that passed the gateway, in order. */
export class Ledger {
  private readonly entries: DetailedEntry[] = [];

  add(entry: DetailedEntry): void {
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.splice(0, MOST_ENTRIES / 10);
  }

  forget(): void {
    this.entries.length = 0;
  }

  all(): readonly DetailedEntry[] {
    return this.entries;
  }
}
