// Headers that belong to one connection, RFC 9110 section 7.6.1.
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
];

/** The headers that are sent on. */
export function withoutHops<H extends Record<string, unknown>>(headers: H): H {
  const kept = { ...headers };
  for (const name of hopByHop) delete kept[name];
  return kept;
}
