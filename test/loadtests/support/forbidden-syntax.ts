import { parseSync } from '@swc/core';

/**
 * Syntax that makes k6 1.1 loop for ever instead of refusing the file: it strips types without checking what is left, and its
 * parser never comes back from these.
 */
export function forbiddenSyntax(source: string): string[] {
  const found = new Set<string>();
  const module = parseSync(source, { syntax: 'typescript', target: 'es2022', decorators: true });
  visit(module, (node) => {
    if (node.type === 'ImportDeclaration' && node.with) found.add('import attributes');
    if (node.type === 'ExportAllDeclaration' && node.with) found.add('import attributes');
    if (node.type === 'ExportNamedDeclaration' && node.with) found.add('import attributes');
    if (node.type === 'CallExpression' && isDynamicImport(node) && argumentsOf(node) > 1)
      found.add('import attributes');
    if (node.type === 'ForOfStatement' && (node.isAwait || node.await)) found.add('for await');
    if (node.type === 'Decorator') found.add('decorators');
    if (node.type === 'UsingDeclaration') found.add('using');
  });
  return [...found].sort();
}

type Node = Record<string, unknown>;

function visit(value: unknown, look: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, look);
  } else if (typeof value === 'object' && value !== null) {
    const node = value as Node;
    if (typeof node.type === 'string') look(node);
    for (const child of Object.values(node)) visit(child, look);
  }
}

function isDynamicImport(node: Node): boolean {
  return (node.callee as Node | undefined)?.type === 'Import';
}

function argumentsOf(node: Node): number {
  return Array.isArray(node.arguments) ? node.arguments.length : 0;
}
