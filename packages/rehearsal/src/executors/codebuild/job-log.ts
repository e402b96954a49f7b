import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How many lines of one command are kept, to look for what is wrong in them. */
const keptLines = 5_000;
/** Secrets shorter than this are not masked: they would blacken half of the log. */
const shortestSecret = 4;

/** The output of one job: into a file and to whoever watches, secrets masked as CodeBuild masks them. */
export class JobLog {
  private command: string[] = [];

  private constructor(
    private readonly file: WriteStream,
    private readonly secrets: readonly string[],
    private readonly say: (line: string) => void,
  ) {}

  static async open(path: string, secrets: readonly string[], say: (line: string) => void): Promise<JobLog> {
    await mkdir(dirname(path), { recursive: true });
    // Appends: after a restart by self-mutation the same action writes again.
    const file = createWriteStream(path, { flags: 'a' });
    // A full disk shows itself where it matters: in the job, and when the report is written.
    file.on('error', () => undefined);
    return new JobLog(
      file,
      secrets.filter((secret) => secret.length >= shortestSecret),
      say,
    );
  }

  line(text: string): void {
    const masked = this.secrets.reduce((line, secret) => line.replaceAll(secret, '***'), text);
    this.file.write(`${masked}\n`);
    this.say(masked);
    if (masked.trim() === '') return;
    this.command.push(masked);
    if (this.command.length > keptLines) this.command.shift();
  }

  /** From here on another command speaks. */
  nextCommand(): void {
    this.command = [];
  }

  /** What the command has printed, without empty lines. */
  ofCommand(): readonly string[] {
    return this.command;
  }

  async close(): Promise<void> {
    if (this.file.closed || this.file.destroyed) return;
    this.file.end();
    await once(this.file, 'close').catch(() => undefined);
  }
}
