/** Reasons that Node gives, by its code, in the order in which they are looked for. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|ENODATA)$/, 'its name has no address (DNS)'],
  [/^ECONNREFUSED$/, 'the connection was refused'],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, 'there is no way to it (network)'],
  [/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/, 'no secure connection came about (TLS)'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|TimeoutError)$/, 'the time was up'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the connection was cut off'],
];

/** Causes that are followed: fetch wraps what the connection met. */
const mostCauses = 5;

interface Failure {
  readonly code?: string;
  readonly name?: string;
  readonly message?: string;
  readonly cause?: Failure;
}

/** Says why a request got no answer: the kind of reason, then Node's own words. */
export function whyUnanswered(error: unknown): string {
  const chain: Failure[] = [];
  for (let at = error as Failure | undefined; at && chain.length < mostCauses; at = at.cause) chain.push(at);
  const known = chain
    .flatMap(({ code, name }) => [code, name])
    .flatMap((word) => reasons.find(([pattern]) => word !== undefined && pattern.test(word))?.[1] ?? [])
    .at(0);
  const last = chain.at(-1);
  const words = [last?.code, last?.message].filter(Boolean).join(': ') || String(error);
  return known === undefined ? words : `${known}: ${words}`;
}
