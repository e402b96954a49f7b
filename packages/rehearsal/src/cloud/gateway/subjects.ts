/** Members of a request that name what it is about, for example `SecretId`, `TopicArn`, `logGroupName`, `tableNames`. */
const naming = /(?:name|names|arn|arns|id|ids|identifier|bucket|url|cluster|services?|resource|topic|key)$/i;
/** Values that may be secret or are of no use, although their names fit. */
const notNaming = /(?:access.?key|secret.?key|api.?key$|token|client.?request)/i;
/** DynamoDB's batches: what is asked of each table, by its name. */
const namedByKey = 'RequestItems';
const longest = 512;
const most = 100;

/** Names, ARNs and ids in a request. Bounded; a long value is no name. */
export function subjectsOf(url: URL, form: URLSearchParams | undefined, json: unknown): readonly string[] {
  const found = new Set<string>();
  const add = (value: string): void => {
    if (value.length > 0 && value.length <= longest && found.size < most) found.add(value);
  };
  for (const [name, value] of form ?? []) {
    const plain = name.replace(/\.member\.\d+$|\.\d+$/, '');
    if (naming.test(plain) && !notNaming.test(plain)) add(value);
  }
  collect(json, '', add);
  if (form === undefined && json === undefined) {
    for (const segment of url.pathname.split('/')) add(decode(segment));
    for (const [name, value] of url.searchParams) if (naming.test(name) && !/^x-amz-/i.test(name)) add(value);
  }
  return [...found];
}

function collect(value: unknown, name: string, add: (value: string) => void, depth = 0): void {
  if (typeof value === 'string') {
    if (naming.test(name) && !notNaming.test(name)) add(value);
  } else if (Array.isArray(value)) {
    for (const member of value.slice(0, most)) collect(member, name, add, depth + 1);
  } else if (typeof value === 'object' && value !== null && depth < 4) {
    for (const [key, member] of Object.entries(value)) {
      if (name === namedByKey) add(key);
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
