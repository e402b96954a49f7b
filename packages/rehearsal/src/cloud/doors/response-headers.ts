import { type Owned, read } from '../deployed/deployed-stacks';
import type { Reader } from '../deployed/properties';
import type { Headers } from '../http/exchange';

/**
 * The headers that a response headers policy of the templates adds: custom and security headers.
 *
 * AWS's managed policies are in no template; their headers are not added.
 */
export function responseHeaders(policy: Owned | undefined): Headers {
  if (!policy) return {};
  const config = read(policy).object('ResponseHeadersPolicyConfig');
  const custom = config.object('CustomHeadersConfig').objects('Items');
  return {
    ...securityHeaders(config.object('SecurityHeadersConfig')),
    ...Object.fromEntries(custom.map((item) => [item.text('Header').toLowerCase(), item.text('Value')])),
  };
}

function securityHeaders(security: Reader): Headers {
  const headers: Headers = {};
  const policy = security.object('ContentSecurityPolicy').optionalText('ContentSecurityPolicy');
  if (policy !== undefined) headers['content-security-policy'] = policy;
  if (security.has('ContentTypeOptions')) headers['x-content-type-options'] = 'nosniff';
  const frame = security.object('FrameOptions').optionalText('FrameOption');
  if (frame !== undefined) headers['x-frame-options'] = frame;
  const referrer = security.object('ReferrerPolicy').optionalText('ReferrerPolicy');
  if (referrer !== undefined) headers['referrer-policy'] = referrer;
  const transport = security.object('StrictTransportSecurity');
  const maxAge = transport.optionalNumber('AccessControlMaxAgeSec');
  if (maxAge !== undefined) {
    const parts = [`max-age=${maxAge}`];
    if (transport.flag('IncludeSubdomains')) parts.push('includeSubDomains');
    if (transport.flag('Preload')) parts.push('preload');
    headers['strict-transport-security'] = parts.join('; ');
  }
  const xss = security.object('XSSProtection');
  if (security.has('XSSProtection')) {
    headers['x-xss-protection'] = `${xss.flag('Protection') ? 1 : 0}${xss.flag('ModeBlock') ? '; mode=block' : ''}`;
  }
  return headers;
}
