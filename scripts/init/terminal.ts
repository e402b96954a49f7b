import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { RunAborted } from '@delivery/rehearsal/command/run-error';
import { yesOrNo } from './checks';
import type { Question } from './questions';

interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks a person at a terminal, one line for each answer. */
export class Terminal {
  private readonly lines: Interface;
  /** What was typed, or pasted, before it was asked for. */
  private readonly typed: string[] = [];

  /** @param controller aborted by Ctrl-C, and by the end of the input */
  constructor(
    private readonly streams: Streams,
    private readonly controller: AbortController,
  ) {
    this.lines = createInterface({ ...streams, terminal: true });
    this.lines.on('line', (line) => this.typed.push(line.trim()));
    this.lines.on('SIGINT', () => this.controller.abort(new RunAborted('interrupted', 'Ended by Ctrl-C.')));
    this.lines.on('close', () => this.controller.abort(new RunAborted('interrupted', 'Nobody answers any more.')));
  }

  /** Asks until the answer is one that is allowed. An empty one means what the file says now, where that is shown. */
  readonly ask = async <T>(question: Question<T>): Promise<T> => {
    const { text, now, check } = question;
    const offered = now !== undefined && 'value' in check(now) ? now : undefined;
    for (;;) {
      this.lines.setPrompt(`${text}${offered === undefined ? '' : ` [${offered}]`}: `);
      this.lines.prompt();
      const typed = await this.line();
      const checked = check(typed === '' && offered !== undefined ? offered : typed);
      if ('value' in checked) return checked.value;
      this.streams.output.write(`  ${typed === '' ? 'an answer is needed:' : `"${typed}"`} ${checked.wrong}\n`);
    }
  };

  /** Whether the person agrees. */
  confirm(text: string): Promise<boolean> {
    return this.ask({ flag: 'force', text: `${text} (yes, no)`, check: yesOrNo });
  }

  /** Gives the terminal back. */
  close(): void {
    this.lines.removeAllListeners('close');
    this.lines.close();
  }

  private async line(): Promise<string> {
    if (this.typed.length === 0) await once(this.lines, 'line', { signal: this.controller.signal });
    this.controller.signal.throwIfAborted();
    return this.typed.shift() ?? '';
  }
}
