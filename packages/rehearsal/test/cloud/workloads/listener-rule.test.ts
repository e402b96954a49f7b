import { Reader } from '../../../src/cloud/deployed/properties';
import type { Exchange } from '../../../src/cloud/http/exchange';
import { readAction, readRule } from '../../../src/cloud/workloads/listener-rule';
import { resource, targetGroupArn } from '../fixtures/stacks';

const get = (url: string, headers: Exchange['headers'] = {}): Exchange => ({ method: 'GET', url, headers });
const rule = (...Conditions: unknown[]) => ruleWith({ Conditions });
const transforming = (...Transforms: unknown[]) => ruleWith({ Transforms });
const rewrite = (Type: string, config: string, Regex: string, Replace: string) => ({
  Type,
  [config]: { Rewrites: [{ Regex, Replace }] },
});
const ruleWith = (properties: Record<string, unknown>) =>
  readRule({
    ...resource('Alpha-Service', 'Rule', 'AWS::ElasticLoadBalancingV2::ListenerRule', 'rule', {
      Priority: '7',
      ...properties,
      Actions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    }),
    environment: 'Alpha',
  });
const path = (...Values: string[]) => ({ Field: 'path-pattern', PathPatternConfig: { Values } });
const header = (HttpHeaderName: string, ...Values: string[]) => ({
  Field: 'http-header',
  HttpHeaderConfig: { HttpHeaderName, Values },
});

describe('listener rule', () => {
  it('matches paths by patterns, case included, without the query', () => {
    const readings = rule(path('/api/readings', '/api/readings/?*'));
    const matching = ['/api/readings', '/api/readings?a=/x', '/api/readings/1', '/api/readings/1/2'];
    const others = ['/api/Readings', '/api/readings/', '/api/readingsx', '/x/api/readings'];
    expect(matching.map((url) => readings.matches(get(url)))).toEqual(matching.map(() => true));
    expect(others.map((url) => readings.matches(get(url)))).toEqual(others.map(() => false));
    expect(readings.priority).toBe(7);
  });

  it('wants all conditions, each by one of its values', () => {
    const guarded = rule(path('/api/*'), header('X-Origin', 'cdn-*', 'api'));
    expect(guarded.matches(get('/api/x', { 'x-origin': 'CDN-1' }))).toBe(true);
    expect(guarded.matches(get('/api/x', { 'x-origin': ['other', 'api'] }))).toBe(true);
    expect(guarded.matches(get('/api/x', { 'x-origin': 'other' }))).toBe(false);
    expect(guarded.matches(get('/api/x'))).toBe(false);
    expect(guarded.matches(get('/x', { 'x-origin': 'api' }))).toBe(false);
  });

  it('matches methods, hosts and query strings', () => {
    const method = rule({ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST'] } });
    const host = rule({ Field: 'host-header', Values: ['*.example.com'] });
    const query = rule({
      Field: 'query-string',
      QueryStringConfig: { Values: [{ Key: 'v', Value: '2*' }, { Value: 'any' }] },
    });
    expect(method.matches(get('/'))).toBe(false);
    expect(host.matches(get('/', { host: 'Weather.Example.com:80' }))).toBe(true);
    expect(['/?v=21', '/?v=12', '/?x=any', '/'].map((url) => query.matches(get(url)))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('rewrites what goes to a target, and leaves alone what a pattern does not fit', () => {
    const staged = transforming(
      rewrite('url-rewrite', 'UrlRewriteConfig', '^/v1/(.*)$', '/$1'),
      rewrite('host-header-rewrite', 'HostHeaderRewriteConfig', '^weather\\.(.+)$', 'inner.$1'),
    );
    const request = get('/v1/api/readings?search=/v1/', { host: 'weather.example.com', 'x-own': '1' });
    expect(staged.transform(request)).toEqual(
      get('/api/readings?search=/v1/', { host: 'inner.example.com', 'x-own': '1' }),
    );
    expect(staged.transform(get('/api/v1/', { host: 'other' }))).toEqual(get('/api/v1/', { host: 'other' }));
    expect(transforming().transform(request)).toEqual(request);
  });

  it('fails where a transform leaves no path, and names a pattern that can not be read', () => {
    const broken = transforming(rewrite('url-rewrite', 'UrlRewriteConfig', '^/v1/', 'v1'));
    expect(broken.transform(get('/v1/x'))).toBeUndefined();
    expect(broken.transform(get('/x'))).toEqual(get('/x'));
    expect(() => transforming(rewrite('url-rewrite', 'UrlRewriteConfig', '(?i)^/v1', '/'))).toThrow(
      /^TAP4401: Alpha-Service\/Rule: the pattern "\(\?i\)\^\/v1"/,
    );
  });

  it('reads weighted forwards, redirects and what it does not support', () => {
    const actions = (...list: Record<string, unknown>[]) =>
      readAction(list.map((action) => new Reader(action, 'test')));
    expect(
      actions({
        Type: 'forward',
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'a', Weight: '3' }, { TargetGroupArn: 'b' }] },
      }),
    ).toEqual({
      kind: 'forward',
      targetGroups: [
        { arn: 'a', weight: 3 },
        { arn: 'b', weight: 1 },
      ],
    });
    const redirect = actions({
      Type: 'redirect',
      RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
    });
    expect(redirect.kind === 'redirect' && redirect.location(get('/a/b?c=1', { host: 'weather:80' }))).toBe(
      'https://weather:443/a/b?c=1',
    );
    expect(actions({ Type: 'authenticate-oidc' })).toEqual({ kind: 'unsupported', type: 'authenticate-oidc' });
  });
});
