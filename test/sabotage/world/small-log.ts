/** Lines in a page, and between two pages one that is empty: fewer than AWS's, so that pages are turned. */
const linesInPage = 700;

/** The services' log group: a line for each request, those of the load marked. */
export class SmallLog {
  readonly group = 'tap-dev-services';
  readonly runId = '5b0c6f5e-2f7a-4f0e-9a51-0d9f4a1c7e11';
  /** Lines by the mark that they have; none: '' of customers. */
  readonly lines = new Map([
    [this.runId, 1_800],
    ['', 300],
  ]);
  /** Questions that find half of the lines, because the others are on their way. */
  late = 0;
  exists = true;

  /** As CloudWatch Logs answers FilterLogEvents; lines that the pattern would leave out come, too. */
  answer({ logGroupName, nextToken }: Record<string, unknown>): Record<string, unknown> {
    if (!this.exists || logGroupName !== this.group) {
      return { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
    }
    const share = this.late > 0 ? 2 : 1;
    const all = [...this.lines].flatMap(([loadRun, count]) =>
      Array.from({ length: count / share }, () => ({
        message: JSON.stringify({ msg: 'request', ...(loadRun && { loadRun }) }),
      })),
    );
    const [at = 0, full = 1] = String(nextToken ?? '0 1')
      .split(' ')
      .map(Number);
    if (full === 0) return { events: [], nextToken: `${at} 1` };
    const next = at + linesInPage;
    const more = next < all.length;
    if (!more) this.late -= 1;
    return { events: all.slice(at, next), ...(more && { nextToken: `${next} 0` }) };
  }
}
