/**
 * Insists on what an answer says it is; `application/javascript` is an older name of the same type.
 *
 * @throws Error that begins with what answered
 */
export function insistOnType(received: string, allowed: string, what: string): void {
  if (received.replace('application/javascript', 'text/javascript').startsWith(allowed)) return;
  throw new Error(`${what} is of type "${received}"; ${allowed} is right.`);
}
