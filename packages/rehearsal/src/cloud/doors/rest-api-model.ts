import { CodedError } from '@delivery/coded-error';
import { type Owned, read } from '../deployed/deployed-stacks';
import type { Reader } from '../deployed/properties';

/** What a method does with a request. */
export interface Integration {
  readonly type: string;
  readonly uri: string;
  /** ARN of the load balancer behind a VPC link, where the template names it. */
  readonly target?: string;
  readonly httpMethod?: string;
  /** Whether it goes through a VPC link. */
  readonly isPrivate: boolean;
  /** `integration.request.path.proxy` -> `method.request.path.proxy` */
  readonly parameters: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface Method {
  readonly resource: Owned;
  readonly httpMethod: string;
  readonly apiKeyRequired: boolean;
  /** Whether it takes signed requests alone. */
  readonly forSigned: boolean;
  /** Parameters that a validator demands, as `method.request.querystring.search`. */
  readonly required: readonly string[];
  /** The schema that a body of type JSON must fit, with the model that holds it. */
  readonly bodyModel?: { readonly model: Owned; readonly schema: unknown };
  readonly validator?: Owned;
  readonly integration: Integration;
}

/** One path of an API, as its parts. */
export interface Path {
  /** `api`, `{id}` or `{proxy+}` */
  readonly parts: readonly string[];
  /** The resources that make up the path; none for the root. */
  readonly resources: readonly Owned[];
  readonly methods: readonly Method[];
}

export interface RestApiModel {
  readonly paths: readonly Path[];
}

/** The parts of an API that the templates hold, all stacks of the environment together. */
export interface RestApiParts {
  readonly resources: readonly Owned[];
  readonly methods: readonly Owned[];
  readonly validators: readonly Owned[];
  readonly models: readonly Owned[];
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: integration time-out, default
const defaultTimeoutMs = 29_000;
const jsonType = 'application/json';

/** @throws TAP4206 if a method's integration is aimed at something that is no load balancer */
export function readRestApi(api: Owned, parts: RestApiParts): RestApiModel {
  const ofApi = (resource: Owned) => read(resource).optionalText('RestApiId') === api.physicalId;
  const resources = new Map(parts.resources.filter(ofApi).map((resource) => [resource.physicalId, resource]));
  const methods = parts.methods.filter(ofApi);
  const chain = (id: string): Owned[] => {
    const resource = resources.get(id);
    // The root is no resource of a template: an id that is none of the template's is the root's.
    return resource ? [...chain(read(resource).text('ParentId')), resource] : [];
  };
  const ids = new Set([...resources.keys(), ...methods.map((method) => read(method).text('ResourceId'))]);
  return {
    paths: [...ids].map((id) => ({
      parts: chain(id).map((resource) => read(resource).text('PathPart')),
      resources: chain(id),
      methods: methods
        .filter((method) => read(method).text('ResourceId') === id)
        .map((method) => readMethod(method, parts)),
    })),
  };
}

function readMethod(resource: Owned, { validators, models }: RestApiParts): Method {
  const properties = read(resource);
  const validator = validators.find(
    (candidate) => candidate.physicalId === properties.optionalText('RequestValidatorId'),
  );
  const checks = validator !== undefined && read(validator).flag('ValidateRequestParameters');
  const required = Object.entries(properties.record('RequestParameters'))
    .filter(([, wanted]) => checks && wanted === 'true')
    .map(([name]) => name);
  const modelName = properties.record('RequestModels')[jsonType];
  const checksBody = validator !== undefined && read(validator).flag('ValidateRequestBody');
  const model = checksBody ? models.find((candidate) => candidate.physicalId === modelName) : undefined;
  return {
    resource,
    httpMethod: properties.text('HttpMethod'),
    apiKeyRequired: properties.flag('ApiKeyRequired'),
    forSigned: properties.optionalText('AuthorizationType') === 'AWS_IAM',
    required,
    ...(model ? { bodyModel: { model, schema: model.properties.Schema } } : {}),
    validator,
    integration: readIntegration(properties.object('Integration'), `${resource.stack}/${resource.logicalId}`),
  };
}

/** What the service takes for a target; it refuses the rest with 400, and the stack fails. */
const loadBalancerArn = /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/(app|net)\//;

function readIntegration(integration: Reader, method: string): Integration {
  const target = integration.optionalText('IntegrationTarget');
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
  if (target !== undefined && !loadBalancerArn.test(target)) {
    throw new CodedError(
      'TAP4206',
      `${method}: IntegrationTarget ${JSON.stringify(target)} is not the ARN of an application or network load balancer, and the service takes nothing else`,
    );
  }
  const httpMethod = integration.optionalText('IntegrationHttpMethod');
  return {
    type: integration.optionalText('Type') ?? 'MOCK',
    uri: integration.optionalText('Uri') ?? '',
    target,
    httpMethod,
    isPrivate: integration.optionalText('ConnectionType') === 'VPC_LINK',
    parameters: integration.record('RequestParameters'),
    timeoutMs: integration.optionalNumber('TimeoutInMillis') ?? defaultTimeoutMs,
  };
}

/** The path that a request belongs to, with what its variables got; fixed parts win over `{id}`, and that over `{proxy+}`. */
export function matchPath(
  model: RestApiModel,
  requestPath: string,
): { readonly path: Path; readonly variables: Readonly<Record<string, string>> } | undefined {
  const given = requestPath.split('/').filter((part) => part !== '');
  const found = model.paths
    .map((path) => ({ path, variables: variablesOf(path.parts, given) }))
    .filter(
      (candidate): candidate is { path: Path; variables: Record<string, string> } => candidate.variables !== undefined,
    );
  return found.sort((one, other) => rank(other.path).localeCompare(rank(one.path)))[0];
}

function variablesOf(parts: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const variables: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    const value = given[index];
    if (value === undefined) return undefined;
    if (name?.endsWith('+')) return { ...variables, [name.slice(0, -1)]: given.slice(index).join('/') };
    if (name !== undefined) variables[name] = value;
    else if (part !== value) return undefined;
  }
  return parts.length === given.length ? variables : undefined;
}

/** Sorts as API Gateway prefers, part by part. */
function rank({ parts }: Path): string {
  return parts.map((part) => (part.endsWith('+}') ? '0' : part.startsWith('{') ? '1' : '2')).join('');
}
