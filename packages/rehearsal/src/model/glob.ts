/**
 * Whether a path with `/` between its parts fits one of CodeBuild's patterns: `*` within one part, `**` over any number of
 * parts (none included), `?` for one character. Hidden files count like all others.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  return toExpression(pattern.replace(/^\.\//, '').replace(/\/$/, '/**/*')).test(path);
}

function toExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (token) => {
    switch (token) {
      case '**/':
        return '(?:[^/]+/)*';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      default:
        return `\\${token}`;
    }
  });
  return new RegExp(`^${source}$`);
}
