import type { ActionId, Emit, RehearsalEvent } from '../events/events';
import type { Report } from '../report/schema';
import { AlarmStates } from './alarm-states';
import { LiveLine } from './live-line';
import { createPaint, type Paint } from './paint';
import { RunningActions } from './running';
import { summaryLines } from './summary';
import type { TerminalStream } from './terminal-stream';
import { linesOf } from './words';

export interface TerminalOptions {
  /**
   * A last line that changes in place; without it, a plain line says every 20 s what is at work.
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
  /**
   * Never throws and never blocks. On `approval-asked` it prints what is asked, then `Approve <stage>/<action>? [y/N] ` without
   * a line's end, and stays silent until that approval's `approval-answered`; likewise from `consent-asked` to
   * `consent-answered`. Whoever reads the answer needs to print nothing.
   */
  readonly emit: Emit;
  /** Prints how it ended, stand-ins first, and where the report is; the live line ends. */
  summarise(report: Report, folder: string): void;
  /** Ends the live line and its timer; events after it are still printed as plain lines. */
  close(): void;
}

/** Without a live line, silence lasts no longer than this. */
const heartbeatMs = 20_000;

/** The one place that turns events into words. */
export function createTerminal(stream: TerminalStream, options: TerminalOptions = {}): Terminal {
  const isTerminal = stream.isTTY === true;
  const live = options.live ?? (isTerminal && process.env.TERM !== 'dumb');
  const colour = options.colour ?? (isTerminal && !process.env.NO_COLOR);
  const screen = new Screen(stream, createPaint(colour), live, options.now ?? Date.now);
  return {
    emit: (event) => screen.take(event),
    summarise: (report, folder) => screen.summarise(report, folder),
    close: () => screen.close(),
  };
}

class Screen {
  private readonly running: RunningActions;
  private readonly alarms = new AlarmStates();
  private readonly line: LiveLine;
  private readonly heartbeat: NodeJS.Timeout | undefined;
  /** The question that waits for its answer, and the lines that came meanwhile. */
  private open: { readonly question: string; readonly held: string[] } | undefined;
  private spokeAt: number;
  private phase = '';

  constructor(
    stream: TerminalStream,
    private readonly paint: Paint,
    private readonly live: boolean,
    private readonly now: () => number,
  ) {
    this.running = new RunningActions(now);
    this.line = new LiveLine(stream, () => this.running.describe() || this.phase);
    this.spokeAt = now();
    if (live) this.line.start();
    else this.heartbeat = setInterval(() => this.beat(), heartbeatMs / 4).unref();
  }

  take(event: RehearsalEvent): void {
    switch (event.type) {
      case 'action-started':
        this.running.start(event);
        return;
      case 'action-output':
        this.running.output(event);
        return;
      case 'stage-ended':
        this.say(this.alarms.counts().map((line) => this.paint('dim', `    ${line}`)));
        return;
      case 'alarm-state':
        if (this.alarms.take(event)) this.say(linesOf(event, this.paint));
        return;
      case 'action-ended':
        this.running.end(event);
        this.say(linesOf(event, this.paint));
        return;
      case 'consent-asked':
        this.ask('Go on?');
        return;
      case 'approval-asked':
        this.say(linesOf(event, this.paint));
        this.ask(approvalQuestion(event));
        return;
      case 'consent-answered':
        this.answered();
        return;
      case 'approval-answered':
        // One that was not asked yet may be answered by its deadline, while another one is open.
        if (this.open?.question === approvalQuestion(event)) this.answered();
        this.say(linesOf(event, this.paint));
        return;
      case 'run-ended':
        this.phase = '';
        return;
      case 'phase':
        this.phase = event.text;
        this.say(linesOf(event, this.paint));
        return;
      default:
        this.say(linesOf(event, this.paint));
    }
  }

  summarise(report: Report, folder: string): void {
    this.answered();
    this.close();
    this.say(summaryLines(report, folder, this.paint));
  }

  close(): void {
    this.line.stop();
    clearInterval(this.heartbeat);
  }

  private ask(question: string): void {
    this.line.stop();
    this.line.print(`    ${this.paint('strong', `${question} [y/N] `)}`);
    this.open = { question, held: [] };
  }

  private answered(): void {
    if (this.open === undefined) return;
    const { held } = this.open;
    this.open = undefined;
    this.line.print('\n');
    if (this.live) this.line.start();
    this.say(held);
  }

  private say(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (this.open !== undefined) {
      this.open.held.push(...lines);
      return;
    }
    this.spokeAt = this.now();
    this.line.print(lines.map((line) => `${line}\n`).join(''));
  }

  private beat(): void {
    const what = this.running.describe() || this.phase;
    if (what !== '' && this.now() - this.spokeAt >= heartbeatMs) this.say([this.paint('dim', `  … ${what}`)]);
  }
}

function approvalQuestion({ stage, action }: ActionId): string {
  return `Approve ${stage}/${action}?`;
}
