/** An object of parsed JSON, before anything is known of what is in it. */
export type Fields = Record<string, unknown>;

export function isFields(data: unknown): data is Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** A value as messages quote it. */
export function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
