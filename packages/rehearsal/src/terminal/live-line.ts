import type { TerminalStream } from './terminal-stream';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 120;
const defaultColumns = 80;
const clearLine = '\r\u001b[2K';

/** The last line of a terminal, which changes in place while everything else scrolls above it. */
export class LiveLine {
  private timer: NodeJS.Timeout | undefined;
  private frame = 0;
  private shown = false;

  /** @param content the text behind the spinner; empty: there is no line now */
  constructor(
    private readonly stream: TerminalStream,
    private readonly content: () => string,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.draw(), frameMs);
    this.timer.unref();
  }

  /** Takes the line away and stops changing it. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.clear();
  }

  /** Prints above the line. */
  print(text: string): void {
    this.clear();
    this.stream.write(text);
    if (this.timer !== undefined) this.draw();
  }

  private draw(): void {
    const text = this.content();
    if (text === '') {
      this.clear();
      return;
    }
    this.frame = (this.frame + 1) % frames.length;
    const width = Math.max(20, (this.stream.columns ?? defaultColumns) - 3);
    this.stream.write(`${clearLine}${frames[this.frame]} ${[...text].slice(0, width).join('')}`);
    this.shown = true;
  }

  private clear(): void {
    if (this.shown) this.stream.write(clearLine);
    this.shown = false;
  }
}
