import type { AwsCalls } from '../base/aws-calls';
import type { Clock } from '../base/clock';
import type { Caller } from '../base/contracts';
import { type DeployedStacks, type Owned, read } from '../deployed/deployed-stacks';
import type { Reader } from '../deployed/properties';
import { type Answer, type Exchange, type Headers, json, pathOf } from '../http/exchange';
import type { Destination } from '../http/forward';
import type { LoadBalancer } from '../workloads/load-balancer';
import { ApiKeys } from './api-keys';
import type { Origin } from './behaviours';
import { CloudFrontDoor } from './cloudfront-door';
import type { Door, DoorRequest } from './door';
import { EdgeFunction } from './edge-function';
import { failedStatus, openEmulatedDoor } from './emulated-door';
import { fitOf } from './http-routes';
import { responseHeaders } from './response-headers';
import { RestApiDoor } from './rest-api-door';
import { type Integration, readRestApi } from './rest-api-model';
import { isSigned } from './signature';

export interface DoorServices {
  readonly clock: Clock;
  readonly deployed: DeployedStacks;
  readonly calls: Pick<AwsCalls, 'distributionHost' | 'object' | 'apiKey' | 'functionUrl'>;
  loadBalancers(environment: string): readonly LoadBalancer[];
  /** Whether a REST API sends its stage along in the path of a request through a VPC link. */
  readonly stageInPath: boolean;
  used(resources: readonly Owned[], exchange: Exchange): void;
  /** Has the emulator answer a request, under a path of its own; the account is the one of a resource. */
  emulated(exchange: Exchange, path: string, of: Owned): Promise<Answer>;
  /** Where the emulator answers for such an address; path and query as it is to see them. */
  emulatedAt(url: string, of: Owned): Destination;
  recordDistribution(request: DoorRequest): void;
  recordApi(request: DoorRequest & { readonly stage: string }): void;
}

interface OpenDoor {
  readonly door: Door;
  refresh(resource: Owned): void;
}

const distribution = 'AWS::CloudFront::Distribution';
const restApi = 'AWS::ApiGateway::RestApi';
const httpApi = 'AWS::ApiGatewayV2::Api';
const functionUrl = 'AWS::Lambda::Url';
/** The stage of an HTTP API that is in no path that a client knows. */
const rootStage = '$default';

/** The public entrances of all environments: one for each distribution, API and function with an address of its own. */
export class Doors {
  private readonly open = new Map<string, OpenDoor>();
  /** CloudFront functions that were read, by their code. */
  private readonly functions = new Map<string, EdgeFunction>();

  constructor(private readonly services: DoorServices) {}

  /** Opens the doors of an environment that are deployed, and brings the open ones up to date. */
  async apply(environment: string): Promise<void> {
    const { deployed } = this.services;
    for (const resource of deployed.ofType(distribution, environment)) {
      await this.put(resource, () => this.openDistribution(resource));
    }
    for (const resource of deployed.ofType(restApi, environment)) {
      await this.put(resource, () => this.openApi(resource));
    }
    for (const resource of deployed.ofType(httpApi, environment)) {
      await this.put(resource, () => this.openHttpApi(resource));
    }
    for (const resource of deployed.ofType(functionUrl, environment)) {
      await this.put(resource, () => this.openFunctionUrl(resource));
    }
  }

  /** Closes the doors that are no longer deployed. */
  async retain(): Promise<void> {
    const { deployed } = this.services;
    const types = [distribution, restApi, httpApi, functionUrl];
    const left = new Set(types.flatMap((type) => deployed.ofType(type)).map(keyOf));
    for (const [key, { door }] of this.open) {
      if (left.has(key)) continue;
      this.open.delete(key);
      await door.close();
    }
  }

  all(environment?: string): Door[] {
    const doors = [...this.open.values()].map(({ door }) => door);
    return doors.filter((door) => environment === undefined || door.environment === environment);
  }

  async stop(): Promise<void> {
    await Promise.allSettled([...this.all(), ...this.functions.values()].map((one) => one.close()));
    this.open.clear();
    this.functions.clear();
  }

  private async put(resource: Owned, make: () => Promise<OpenDoor>): Promise<void> {
    const known = this.open.get(keyOf(resource));
    if (known) known.refresh(resource);
    else this.open.set(keyOf(resource), await make());
  }

  private async openDistribution(resource: Owned): Promise<OpenDoor> {
    const { services } = this;
    const { deployed, calls } = services;
    const { environment } = resource;
    const caller = callerOf(resource);
    const host = await calls.distributionHost(caller, resource.physicalId);
    const door = await CloudFrontDoor.open(resource, host, {
      used: services.used,
      record: services.recordDistribution,
      object: (bucket, key) => calls.object(caller, bucket, key),
      bucket: (origin) =>
        deployed.ofType('AWS::S3::Bucket', environment).find(({ physicalId }) => origin.startsWith(`${physicalId}.s3`)),
      leadsTo: (name, to) =>
        deployed.ofType('AWS::Route53::RecordSet', environment).some((record) => leadsTo(read(record), name, to)),
      functionOf: (arn) => this.functionOf(arn, resource),
      headersOf: (policyId): { headers: Headers; policy?: Owned } => {
        const policy = deployed.find('AWS::CloudFront::ResponseHeadersPolicy', policyId);
        return policy ? { headers: responseHeaders(policy), policy } : { headers: {} };
      },
      loadBalancer: (origin) => this.behindOrigin(origin, environment),
    });
    return { door, refresh: (changed) => door.update(changed) };
  }

  /** The function as it is deployed now; functions of CloudFront are known by name. */
  private functionOf(arn: string, { account, environment }: Owned) {
    const name = arn.split(':function/').at(-1);
    const resource = this.services.deployed
      .ofType('AWS::CloudFront::Function', environment)
      .find((candidate) => candidate.account === account && read(candidate).optionalText('Name') === name);
    if (!resource) return undefined;
    const text = read(resource).text('FunctionCode');
    const known = this.functions.get(text) ?? new EdgeFunction(text);
    this.functions.set(text, known);
    return { code: known, resource };
  }

  private behindOrigin(origin: Origin, environment: string) {
    const balancers = this.services.loadBalancers(environment);
    const vpcOrigin =
      origin.vpcOriginId === undefined
        ? undefined
        : this.services.deployed.find('AWS::CloudFront::VpcOrigin', origin.vpcOriginId);
    const arn = vpcOrigin && read(vpcOrigin).object('VpcOriginEndpointConfig').optionalText('Arn');
    const loadBalancer = balancers.find((one) => (arn === undefined ? one.host === origin.host : one.arn === arn));
    return loadBalancer ? { loadBalancer, through: vpcOrigin ? [vpcOrigin] : [] } : undefined;
  }

  private async openApi(resource: Owned): Promise<OpenDoor> {
    const { deployed, calls, clock, used, recordApi } = this.services;
    const { environment } = resource;
    let current = resource;
    // Read when it is deployed, so that what AWS would refuse fails the stack.
    const readModel = () =>
      readRestApi(current, {
        resources: deployed.ofType('AWS::ApiGateway::Resource', environment),
        methods: deployed.ofType('AWS::ApiGateway::Method', environment),
        models: deployed.ofType('AWS::ApiGateway::Model', environment),
        validators: deployed.ofType('AWS::ApiGateway::RequestValidator', environment),
      });
    let model = readModel();
    const keys = new ApiKeys(
      clock,
      () => ({
        keys: deployed.ofType('AWS::ApiGateway::ApiKey', environment),
        plans: deployed.ofType('AWS::ApiGateway::UsagePlan', environment),
        planKeys: deployed.ofType('AWS::ApiGateway::UsagePlanKey', environment),
      }),
      (key) => calls.apiKey(callerOf(key), key.physicalId),
    );
    const door = await RestApiDoor.open(
      () => current,
      `${resource.physicalId}.execute-api.${resource.region}.amazonaws.com`,
      {
        keys,
        used,
        record: recordApi,
        model: () => model,
        stageInPath: this.services.stageInPath,
        isGuarded: () =>
          deployed
            .ofType('AWS::WAFv2::WebACLAssociation', environment)
            .some((one) => read(one).text('ResourceArn').includes(`/restapis/${current.physicalId}/`)),
        isCached: () => this.stages(current).some((stage) => read(stage).flag('CacheClusterEnabled')),
        stage: (name) => this.stages(current).find((stage) => read(stage).text('StageName') === name),
        behind: (integration) => this.behindIntegration(integration, environment),
        functionBehind: ({ uri }) => this.functionsNamed(functionIn(uri), current),
        emulated: (exchange) => this.services.emulated(exchange, executeApi(current), current),
      },
    );
    const refresh = (changed: Owned) => {
      current = changed;
      model = readModel();
      keys.forget();
    };
    return { door, refresh };
  }

  private async openHttpApi(resource: Owned): Promise<OpenDoor> {
    let current = resource;
    const host = `${resource.physicalId}.execute-api.${resource.region}.amazonaws.com`;
    const door = await openEmulatedDoor(() => current, host, {
      used: this.services.used,
      through: (exchange, answer) => {
        const stage = this.httpStage(current, exchange);
        if (stage === undefined) return [current];
        // A refusal may come before the function is asked, and a failure is no use of it; which function takes a message of a WebSocket stands in the message.
        const asked = answer !== undefined && ![401, 403, failedStatus].includes(answer.status);
        return [current, stage, ...(asked ? this.behindHttpStage(current, stage, exchange) : [])];
      },
      answer: async (exchange) => {
        const stage = this.httpStage(current, exchange);
        if (stage === undefined) return json(404, { message: 'Not Found' });
        const guarded = this.behindHttpStage(current, stage, exchange).some((one) =>
          isForSigned(one, 'AuthorizationType'),
        );
        if (guarded && isUnsigned(exchange)) return json(403, { message: 'Forbidden' });
        // The emulator takes the first part of a path for the stage.
        const url = isRootStage(stage) ? `/${rootStage}${exchange.url}` : exchange.url;
        return this.services.emulated({ ...exchange, url }, executeApi(current), current);
      },
      ...(isWebSocket(resource)
        ? { socketAt: (url: string) => this.services.emulatedAt(`${executeApi(current)}${url}`, current) }
        : {}),
    });
    return { door, refresh: (changed) => (current = changed) };
  }

  /** The stage of an HTTP API that a request is for: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html */
  private httpStage(api: Owned, { url }: Exchange): Owned | undefined {
    const stages = this.services.deployed
      .ofType('AWS::ApiGatewayV2::Stage', api.environment)
      .filter((stage) => read(stage).text('ApiId') === api.physicalId);
    const [, named] = pathOf(url).split('/');
    return stages.find((stage) => read(stage).text('StageName') === named) ?? stages.find(isRootStage);
  }

  /** The route of an HTTP API that a request takes, its integration, and the function that this calls. */
  private behindHttpStage(api: Owned, stage: Owned, { method, url }: Exchange): Owned[] {
    const { deployed } = this.services;
    const ofApi = (type: string) =>
      deployed.ofType(type, api.environment).filter((one) => read(one).text('ApiId') === api.physicalId);
    const path = isRootStage(stage) ? pathOf(url) : pathOf(url).replace(/^\/[^/]+/, '');
    const fits = ofApi('AWS::ApiGatewayV2::Route').flatMap((route) => {
      const fit = fitOf(read(route).text('RouteKey'), method, path);
      return fit === undefined ? [] : [{ route, fit }];
    });
    const { route } = fits.sort((one, other) => other.fit - one.fit)[0] ?? {};
    if (route === undefined) return [];
    const id = read(route)
      .optionalText('Target')
      ?.replace(/^integrations\//, '');
    const integration = ofApi('AWS::ApiGatewayV2::Integration').find(({ physicalId }) => physicalId === id);
    if (integration === undefined) return [route];
    return [route, integration, ...this.functionsNamed(functionIn(read(integration).text('IntegrationUri')), api)];
  }

  private async openFunctionUrl(resource: Owned): Promise<OpenDoor> {
    let current = resource;
    const properties = read(resource);
    const name = properties.text('TargetFunctionArn').split(':function:').at(-1) ?? '';
    const url = await this.services.calls.functionUrl(callerOf(resource), name, properties.optionalText('Qualifier'));
    const { host } = new URL(url);
    const door = await openEmulatedDoor(() => current, host, {
      used: this.services.used,
      // A refusal may come from the address itself, before the function is asked; a failure is no use of it.
      through: (_exchange, answer) => [
        current,
        ...([403, failedStatus].includes(answer?.status ?? 0) ? [] : this.functionsNamed(name, current)),
      ],
      answer: async (exchange) =>
        isForSigned(current, 'AuthType') && isUnsigned(exchange)
          ? json(403, { Message: 'Forbidden' })
          : this.services.emulated(exchange, `/_aws/lambda-url/${host.split('.')[0]}`, current),
    });
    return { door, refresh: (changed) => (current = changed) };
  }

  private functionsNamed(name: string | undefined, { account, environment }: Owned): Owned[] {
    return this.services.deployed
      .ofType('AWS::Lambda::Function', environment)
      .filter((candidate) => candidate.account === account && candidate.physicalId === name);
  }

  /** The stages of an API. */
  stages(api: Owned): Owned[] {
    const stages = this.services.deployed.ofType('AWS::ApiGateway::Stage', api.environment);
    return stages.filter((stage) => read(stage).text('RestApiId') === api.physicalId);
  }

  private behindIntegration({ target, uri }: Integration, environment: string) {
    const host = /^[a-z]+:\/\/([^/:]+)/i.exec(uri)?.[1];
    const port = Number(/^[a-z]+:\/\/[^/:]+:(\d+)/i.exec(uri)?.[1] ?? (uri.startsWith('https') ? 443 : 80));
    for (const loadBalancer of this.services.loadBalancers(environment)) {
      const meant = target === undefined ? loadBalancer.host === host : loadBalancer.arn === target;
      const listener = meant ? loadBalancer.listenerAt(port) : undefined;
      if (listener) return { loadBalancer, listener };
    }
    return undefined;
  }
}

/** The name of the function that an integration calls: `.../functions/arn:aws:lambda:...:function:NAME:ALIAS/invocations`. */
function functionIn(uri: string): string | undefined {
  return /:function:([^:/]+)/.exec(uri)?.[1];
}

/** Where the emulator answers for an API. */
function executeApi({ physicalId }: Owned): string {
  return `/_aws/execute-api/${physicalId}`;
}

function isWebSocket(api: Owned): boolean {
  return read(api).optionalText('ProtocolType') === 'WEBSOCKET';
}

/** Whether an address or a route takes signed requests alone. */
function isForSigned(resource: Owned, property: string): boolean {
  return read(resource).optionalText(property) === 'AWS_IAM';
}

/** A browser's question before its request is never signed: https://fetch.spec.whatwg.org/#cors-preflight-fetch */
function isUnsigned(exchange: Exchange): boolean {
  return exchange.method !== 'OPTIONS' && !isSigned(exchange);
}

function isRootStage(stage: Owned): boolean {
  return read(stage).text('StageName') === rootStage;
}

/** Names of DNS may end with a dot, and know no case. */
function leadsTo(record: Reader, name: string, to: string): boolean {
  const plain = (text: string) => text.replace(/\.$/, '').toLowerCase();
  const targets = [record.object('AliasTarget').optionalText('DNSName') ?? '', ...record.texts('ResourceRecords')];
  return plain(record.text('Name')) === plain(name) && targets.some((target) => plain(target) === plain(to));
}

/** The doors' own calls, which are nobody's use of a resource. */
function callerOf({ environment, account, region }: Owned): Caller {
  return { name: `rehearsal doors of ${environment}`, account, region };
}

function keyOf(resource: Owned): string {
  return `${resource.account}/${resource.region}/${resource.type}/${resource.physicalId}`;
}
