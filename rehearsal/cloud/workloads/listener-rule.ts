import { type Exchange, header, pathOf, queryOf } from '../http/exchange';
import { type Owned, read } from '../inventory/inventory';
import type { Reader } from '../inventory/properties';

/** One action of a listener or rule, the one that ends the matter. */
export type RuleAction =
  | { readonly kind: 'forward'; readonly targetGroups: readonly { readonly arn: string; readonly weight: number }[] }
  | { readonly kind: 'fixed'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: (exchange: Exchange) => string }
  | { readonly kind: 'unsupported'; readonly type: string };

/** A rule with its resource, absent for a listener's default action. */
export interface Rule {
  readonly resource?: Owned;
  readonly priority: number;
  matches(exchange: Exchange): boolean;
  readonly action: RuleAction;
}

export function readRule(resource: Owned): Rule {
  const properties = read(resource);
  const conditions = properties.objects('Conditions').map(readCondition);
  return {
    resource,
    priority: properties.number('Priority'),
    matches: (exchange) => conditions.every((condition) => condition(exchange)),
    action: readAction(properties.objects('Actions')),
  };
}

/** The action that decides: what comes before it (authentication) has nothing to do here. */
export function readAction(actions: readonly Reader[]): RuleAction {
  const action = actions.at(-1);
  const type = action?.optionalText('Type') ?? 'none';
  if (action && type === 'forward') return readForward(action);
  if (action && type === 'fixed-response') {
    const fixed = action.object('FixedResponseConfig');
    return {
      kind: 'fixed',
      status: fixed.number('StatusCode'),
      contentType: fixed.optionalText('ContentType') ?? 'text/plain',
      body: fixed.optionalText('MessageBody') ?? '',
    };
  }
  if (action && type === 'redirect') return readRedirect(action.object('RedirectConfig'));
  return { kind: 'unsupported', type };
}

function readForward(action: Reader): RuleAction {
  const single = action.optionalText('TargetGroupArn');
  const weighted = action.object('ForwardConfig').objects('TargetGroups');
  const targetGroups =
    weighted.length > 0
      ? weighted.map((group) => ({ arn: group.text('TargetGroupArn'), weight: group.optionalNumber('Weight') ?? 1 }))
      : [{ arn: single ?? action.text('TargetGroupArn'), weight: 1 }];
  return { kind: 'forward', targetGroups };
}

function readRedirect(redirect: Reader): RuleAction {
  const part = (name: string, byDefault: string) => redirect.optionalText(name) ?? byDefault;
  return {
    kind: 'redirect',
    status: redirect.optionalText('StatusCode') === 'HTTP_302' ? 302 : 301,
    location: (exchange) => {
      const host = header(exchange.headers, 'host') ?? '';
      const [name = '', port = '80'] = host.split(':');
      const query = part('Query', '#{query}').replace('#{query}', queryOf(exchange.url).slice(1));
      const protocol = part('Protocol', 'http').replace('#{protocol}', 'http').toLowerCase();
      const path = part('Path', '/#{path}').replace('#{path}', pathOf(exchange.url).slice(1));
      return `${protocol}://${part('Host', '#{host}').replace('#{host}', name)}:${part('Port', '#{port}').replace('#{port}', port)}${path}${query ? `?${query}` : ''}`;
    },
  };
}

function readCondition(condition: Reader): (exchange: Exchange) => boolean {
  const field = condition.text('Field');
  const configured = (name: string) => {
    const values = condition.object(name).texts('Values');
    return values.length > 0 ? values : condition.texts('Values');
  };
  switch (field) {
    case 'path-pattern':
      return anyOf(configured('PathPatternConfig'), true, (exchange) => [pathOf(exchange.url)]);
    case 'host-header':
      return anyOf(configured('HostHeaderConfig'), false, (exchange) => [
        (header(exchange.headers, 'host') ?? '').split(':')[0] ?? '',
      ]);
    case 'http-request-method':
      return anyOf(configured('HttpRequestMethodConfig'), true, (exchange) => [exchange.method]);
    case 'http-header': {
      const name = condition.object('HttpHeaderConfig').text('HttpHeaderName');
      return anyOf(configured('HttpHeaderConfig'), false, (exchange) => {
        const value = exchange.headers[name.toLowerCase()];
        return value === undefined ? [] : [value].flat();
      });
    }
    case 'query-string': {
      const wanted = condition.object('QueryStringConfig').objects('Values');
      return (exchange) => {
        const given = [...new URLSearchParams(queryOf(exchange.url))];
        return wanted.some((pair) =>
          given.some(
            ([key, value]) =>
              wildcard(pair.optionalText('Key') ?? '*', false).test(key) &&
              wildcard(pair.optionalText('Value') ?? '*', false).test(value),
          ),
        );
      };
    }
    // Everything here comes from this machine: a source address can't be told.
    default:
      return () => true;
  }
}

function anyOf(
  patterns: readonly string[],
  caseSensitive: boolean,
  valuesOf: (exchange: Exchange) => readonly string[],
): (exchange: Exchange) => boolean {
  const expressions = patterns.map((pattern) => wildcard(pattern, caseSensitive));
  return (exchange) => valuesOf(exchange).some((value) => expressions.some((expression) => expression.test(value)));
}

/** A pattern with `*` (any characters) and `?` (one character) as an expression. */
export function wildcard(pattern: string, caseSensitive: boolean): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, caseSensitive ? 's' : 'is');
}
