import type { Emit } from '../events';
import type { Report } from '../report/schema';

/** Where the terminal writes; `process.stderr` and `process.stdout` fit. */
export interface TerminalStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface TerminalOptions {
  /**
   * A live line that changes in place.
   * @default - if the stream is a terminal and TERM is not `dumb`
   */
  readonly live?: boolean;
  /** @default - if the stream is a terminal and NO_COLOR is not set */
  readonly colour?: boolean;
  /** The time in milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** Takes the events of a rehearsal and shows them to a person. */
export interface Terminal {
  /** Never throws and never blocks. On `approval-asked` it prints the question and leaves the cursor behind it for the answer. */
  readonly emit: Emit;
  /** Prints how it ended, stand-ins first, and where the report is; the live line ends. */
  summarise(report: Report, folder: string): void;
  /** Ends the live line and its timer; events after it are still printed as plain lines. */
  close(): void;
}

/** The one place that turns events into words. */
export function createTerminal(stream: TerminalStream, _options: TerminalOptions = {}): Terminal {
  return {
    emit: (event) => void stream.write(`${event.type}\n`),
    summarise: (report, folder) => void stream.write(`${report.verdict}: ${folder}\n`),
    close: () => undefined,
  };
}
