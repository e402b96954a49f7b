/** Takes the lines that a service writes, for tests to read. */
export class Output {
  readonly text: string[] = [];

  write(line: string): void {
    this.text.push(line);
  }

  /** Every line, parsed. */
  lines(): Record<string, unknown>[] {
    return this.text
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }
}
