import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/**
 * Reads a CloudFormation template in YAML, with the short forms of its functions (`!Ref`, `!GetAtt A.B`, `!Sub ...`) written
 * out as in JSON.
 *
 * @throws SyntaxError if it isn't YAML
 */
export function parseYamlTemplate(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'error' });
  const [error] = document.errors;
  if (error !== undefined) throw new SyntaxError(error.message);
  const plain = (node: unknown): unknown => {
    if (isAlias(node)) return plain(node.resolve(document));
    if (isMap(node)) {
      const members = node.items.map((pair) => [String(plain(pair.key)), plain(pair.value)] as const);
      return withTag(node, Object.fromEntries(members));
    }
    if (isSeq(node)) return withTag(node, node.items.map(plain));
    if (isScalar(node)) return withTag(node, node.value);
    return node;
  };
  return plain(document.contents);
}

function withTag(node: Node, value: unknown): unknown {
  const tag = node.tag;
  if (tag === undefined || !tag.startsWith('!') || tag === '!') return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.');
    return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}
