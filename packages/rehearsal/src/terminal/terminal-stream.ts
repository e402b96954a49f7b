/** Where the terminal writes; `process.stderr` and `process.stdout` fit. */
export interface TerminalStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}
