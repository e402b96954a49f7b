import { CodedError } from '@delivery/coded-error';
import { type Owned, read } from '../deployed/deployed-stacks';
import type { Reader } from '../deployed/properties';
import { type Exchange, header, pathOf, queryOf } from '../http/exchange';

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
  /** The request as a target gets it; nothing if it can't be made of it. */
  transform(exchange: Exchange): Exchange | undefined;
}

export function readRule(resource: Owned): Rule {
  const properties = read(resource);
  const conditions = properties.objects('Conditions').map(readCondition);
  return {
    resource,
    priority: properties.number('Priority'),
    matches: (exchange) => conditions.every((condition) => condition(exchange)),
    action: readAction(properties.objects('Actions')),
    transform: readTransforms(properties.objects('Transforms'), `${resource.stack}/${resource.logicalId}`),
  };
}

/**
 * What a rule's transforms do to a request, one for the URL and one for the host at most. A pattern that doesn't fit leaves
 * the request as it is; a result that is no path and query is a failure, which the load balancer answers with 500.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
function readTransforms(transforms: readonly Reader[], rule: string): Rule['transform'] {
  const url = readRewrite(transforms, 'url-rewrite', 'UrlRewriteConfig', rule);
  const host = readRewrite(transforms, 'host-header-rewrite', 'HostHeaderRewriteConfig', rule);
  return (exchange) => {
    const rewritten = { ...exchange, url: url(exchange.url) };
    const given = header(exchange.headers, 'host');
    if (given !== undefined) rewritten.headers = { ...exchange.headers, host: host(given) };
    return rewritten.url.startsWith('/') ? rewritten : undefined;
  };
}

function readRewrite(
  transforms: readonly Reader[],
  type: string,
  config: string,
  rule: string,
): (text: string) => string {
  const [rewrite] = transforms
    .filter((transform) => transform.text('Type') === type)
    .flatMap((transform) => transform.object(config).objects('Rewrites'));
  if (!rewrite) return (text) => text;
  const pattern = expression(rewrite.text('Regex'), rule);
  const replacement = rewrite.text('Replace');
  return (text) => text.replace(pattern, replacement);
}

function expression(pattern: string, rule: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new CodedError(
      'TAP4401',
      `${rule}: the pattern ${JSON.stringify(pattern)} of a transform can't be read here; write it without flags inside`,
    );
  }
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
