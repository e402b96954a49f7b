/** What is known of a response that was not what was expected. */
interface Response {
  readonly status: number;
  readonly error: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * Why an answer failed, in a few words: the network's own where no answer came, where to if it was a redirect, else the
 * first expectation that wasn't met.
 *
 * @param unmet its description
 */
export function reasonOf({ status, error, headers }: Response, unmet: string): string {
  if (status === 0) return `no answer: ${error || 'no reason given'}`;
  if (status >= 300 && status < 400) {
    // Without the query, which may be different each time.
    const place = (headers.Location ?? 'nowhere').replace(/[?#].*/, '');
    return `status ${status}, redirected to ${place}`;
  }
  return `not met: "${unmet}", status ${status}`;
}
