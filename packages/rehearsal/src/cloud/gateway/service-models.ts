import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One operation of a REST service, as a pattern that requests are held against. */
export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly action: string;
  /** Query parameters that must be there; an empty value means any. */
  readonly query: Readonly<Record<string, string>>;
  /** Headers that must be there: they tell CopyObject from PutObject. */
  readonly headers: readonly string[];
  /** More specific routes come first. */
  readonly score: number;
}

interface ServiceModel {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<
    Record<string, { http: { method: string; requestUri: string }; input?: { shape: string } }>
  >;
  readonly shapes: Readonly<
    Record<
      string,
      { required?: readonly string[]; members?: Readonly<Record<string, { location?: string; locationName?: string }>> }
    >
  >;
}

/** Signing name -> folders of models whose operations it may carry; where the two names differ or one name carries several. */
const folders: Readonly<Record<string, readonly string[]>> = {
  apigateway: ['apigateway', 'apigatewayv2'],
  elasticloadbalancing: ['elbv2'],
  monitoring: ['cloudwatch'],
  states: ['stepfunctions'],
  ses: ['sesv2', 'ses'],
};

/** Reads AWS's own service models, which come with the emulator's Python environment, and makes route tables of them. */
export class ServiceModels {
  private readonly cache = new Map<string, readonly Route[]>();

  /** @param dataDir botocore's `data` folder */
  constructor(private readonly dataDir: string) {}

  /** Routes of the REST services that sign with this name, most specific first; none for the other protocols. */
  routes(signingName: string): readonly Route[] {
    const known = this.cache.get(signingName);
    if (known !== undefined) return known;
    const routes = (folders[signingName] ?? [signingName])
      .flatMap((folder) => this.load(folder))
      .flatMap((model) => (model.metadata.protocol.startsWith('rest') ? routesOf(model) : []))
      .sort((a, b) => b.score - a.score);
    this.cache.set(signingName, routes);
    return routes;
  }

  private load(folder: string): ServiceModel[] {
    const dir = join(this.dataDir, folder);
    // The signing name comes from a request: it must not lead out of the folder.
    if (!/^[a-z0-9-]+$/.test(folder) || !existsSync(dir)) return [];
    const version = readdirSync(dir).sort().at(-1) ?? '';
    const file = join(dir, version, 'service-2.json.gz');
    if (!existsSync(file)) return [];
    return [JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as ServiceModel];
  }
}

/** The models' folder of a Python environment, or undefined if it holds none. */
export function findModels(pythonDir: string): string | undefined {
  const lib = join(pythonDir, 'lib');
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib)
    .filter((name) => name.startsWith('python3'))
    .map((name) => join(lib, name, 'site-packages', 'botocore', 'data'))
    .find((dir) => existsSync(dir));
}

function routesOf(model: ServiceModel): Route[] {
  return Object.entries(model.operations).map(([action, operation]) => {
    const [pathPart = '', queryPart = ''] = operation.http.requestUri.split('?');
    const segments = pathPart.split('/').filter((segment) => segment !== '');
    const shape = operation.input === undefined ? undefined : model.shapes[operation.input.shape];
    const required = (location: string): string[] =>
      (shape?.required ?? []).flatMap((name) => {
        const member = shape?.members?.[name];
        return member?.location === location && member.locationName !== undefined ? [member.locationName] : [];
      });
    const query = Object.fromEntries([
      ...required('querystring').map((name) => [name, '']),
      ...queryPart
        .split('&')
        .filter((pair) => pair !== '')
        .map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
    ]) as Record<string, string>;
    const headers = required('header').map((name) => name.toLowerCase());
    const literals = segments.filter((segment) => !segment.startsWith('{')).length;
    return {
      method: operation.http.method,
      pattern: new RegExp(`^/${segments.map(segmentPattern).join('/')}/?$`),
      action,
      query,
      headers,
      score: Object.keys(query).length * 100 + literals * 10 + segments.length + headers.length * 5,
    };
  });
}

function segmentPattern(segment: string): string {
  if (/^\{.+\+\}$/.test(segment)) return '.+';
  return segment
    .split(/(\{[^}]+\})/)
    .map((part) => (part.startsWith('{') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
}
