import type { Route } from './service-models';

/** How a service writes its answers; an error has to be written the same way or the client won't understand it. */
export type Protocol = 'json' | 'cbor' | 'query' | 'ec2' | 'rest-json' | 'rest-xml' | 's3' | 'none';

/** What a request is about. */
export interface Operation {
  /** Signing name of the service, `unsigned` for plain traffic. */
  readonly service: string;
  /** Name of the operation; `METHOD /path` where the tables know none. */
  readonly action: string;
  readonly protocol: Protocol;
}

export interface RequestFacts {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Form fields of the body, where it is a form. */
  readonly form?: URLSearchParams;
  /** Signing name; absent for unsigned requests. */
  readonly service?: string;
}

/** REST services that answer errors in XML; the others use JSON. */
const restXml = new Set(['cloudfront', 'route53', 's3control']);

/**
 * Finds service and operation of a request.
 *
 * @param routes route table of a REST service by its signing name
 */
export function detect(request: RequestFacts, routes: (service: string) => readonly Route[]): Operation {
  const { url, service } = request;
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [prefix = '', action = target] = target.split('.').length > 1 ? splitLast(target) : ['', target];
    return { service: service ?? prefix, action, protocol: 'json' };
  }
  const cbor = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(url.pathname);
  if (cbor !== null) return { service: service ?? cbor[1] ?? '', action: cbor[2] ?? '', protocol: 'cbor' };
  const action = request.form?.get('Action') ?? url.searchParams.get('Action');
  if (action !== null && service !== undefined && service !== 's3') {
    return { service, action, protocol: service === 'ec2' ? 'ec2' : 'query' };
  }
  if (service === undefined)
    return { service: 'unsigned', action: `${request.method} ${url.pathname}`, protocol: 'none' };
  const protocol: Protocol = service === 's3' ? 's3' : restXml.has(service) ? 'rest-xml' : 'rest-json';
  const route = routes(service).find((candidate) => matches(candidate, request));
  return { service, action: route?.action ?? `${request.method} ${url.pathname}`, protocol };
}

function matches(route: Route, request: RequestFacts): boolean {
  return (
    route.method === request.method &&
    route.pattern.test(request.url.pathname) &&
    Object.entries(route.query).every(
      ([name, value]) =>
        request.url.searchParams.has(name) && (value === '' || request.url.searchParams.get(name) === value),
    ) &&
    route.headers.every((name) => request.headers[name] !== undefined)
  );
}

function splitLast(target: string): [string, string] {
  const at = target.lastIndexOf('.');
  return [target.slice(0, at), target.slice(at + 1)];
}
