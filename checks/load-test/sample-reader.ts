import { parse } from 'csv-parse';
import { type SampleRow, Samples, sampleColumns } from './samples';

/** Reads what k6 writes line by line while it measures, so that nothing of it is kept on a disk. */
export class SampleReader {
  readonly samples = new Samples();
  /** Why, with its code, if what came can't be read to its end. */
  problem: string | undefined;
  private readonly parser = parse({ columns: (header: string[]) => this.checked(header) });
  private readonly done: Promise<void>;

  /** @param onRow sees each line, too */
  constructor(onRow: (row: SampleRow) => void = () => undefined) {
    this.parser.on('data', (row: SampleRow) => {
      try {
        this.samples.add(row);
        onRow(row);
      } catch (error) {
        // Thrown to the stream, it would end the whole program.
        this.fail(error);
        this.parser.destroy(error as Error);
      }
    });
    this.done = new Promise((resolve) => {
      this.parser.on('error', (error) => {
        this.fail(error);
        resolve();
      });
      this.parser.once('end', resolve);
    });
  }

  write(chunk: Buffer): void {
    if (this.problem === undefined) this.parser.write(chunk);
  }

  /** Resolves once all that was written is counted. */
  async end(): Promise<void> {
    if (this.problem === undefined) this.parser.end();
    await this.done;
  }

  private fail(error: unknown): void {
    this.problem ??= `TAP3105: k6's samples can't be read: ${error instanceof Error ? error.message : String(error)}.`;
  }

  private checked(header: string[]): string[] {
    const missing = sampleColumns.filter((column) => !header.includes(column));
    if (missing.length > 0) throw new Error(`the columns ${missing.join(', ')} are missing`);
    return header;
  }
}
