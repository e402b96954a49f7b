/** Members of a request that name what it is about, for example `SecretId`, `TopicArn`, `logGroupName`, `tableNames`. */
const NAMING = /(?:name|names|arn|arns|id|ids|identifier|bucket|url|cluster|services?|resource|topic|key)$/i;
/** Values that may be secret or are of no use, although their names fit. */
const NOT_NAMING = /(?:access.?key|secret.?key|api.?key$|token|client.?request)/i;
/** DynamoDB's batches: what is asked of each table, by its name. */
const NAMED_BY_KEY = 'RequestItems';
const LONGEST = 512;
const MOST = 100;

/** Names, ARNs and ids in a request. Bounded; a long value is no name. */
export function subjectsOf(url: URL, form: URLSearchParams | undefined, json: unknown): readonly string[] {
  const found = new Set<string>();
  const add = (value: string): void => {
    if (value.length > 0 && value.length <= LONGEST && found.size < MOST) found.add(value);
  };
  for (const [name, value] of form ?? []) {
    const plain = name.replace(/\.member\.\d+$|\.\d+$/, '');
    if (NAMING.test(plain) && !NOT_NAMING.test(plain)) add(value);
  }
  collect(json, '', add);
  if (form === undefined && json === undefined) {
    for (const segment of url.pathname.split('/')) add(decode(segment));
    for (const [name, value] of url.searchParams) if (NAMING.test(name) && !/^x-amz-/i.test(name)) add(value);
  }
  return [...found];
}

function collect(value: unknown, name: string, add: (value: string) => void, depth = 0): void {
  if (typeof value === 'string') {
    if (NAMING.test(name) && !NOT_NAMING.test(name)) add(value);
  } else if (Array.isArray(value)) {
    for (const member of value.slice(0, MOST)) collect(member, name, add, depth + 1);
  } else if (typeof value === 'object' && value !== null && depth < 4) {
    for (const [key, member] of Object.entries(value)) {
      if (name === NAMED_BY_KEY) add(key);
      collect(member, key, add, depth + 1);
    }
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
