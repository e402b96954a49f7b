import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { EnvironmentConfiguration } from '../config';
import { accessLogFormat } from './access-log-format';
import type { LoadBalancerLink } from './load-balancer-link';

/** Stage of the API, first part of every path. */
export const stageName = 'v1';

/** One method of the API. Everything that isn't named here goes through the last, greedy route. */
interface Route {
  /** As API Gateway writes it, with `{parameters}`. */
  readonly path: string;
  readonly method: string;
  /** Query parameters that make a difference to the cached answer. */
  readonly query: readonly string[];
  /** Headers that a request must have. */
  readonly headers: readonly string[];
  /** True: the answer is the same for every shopper and may be kept for a while. */
  readonly cached: boolean;
  /** Name of the model that the body must fit. */
  readonly body?: 'Order';
}

const routes: readonly Route[] = [
  { path: 'api/products', method: 'GET', query: ['search', 'limit', 'cursor'], headers: [], cached: true },
  { path: 'api/products/{id}', method: 'GET', query: [], headers: [], cached: true },
  { path: 'api/orders', method: 'POST', query: [], headers: ['Idempotency-Key'], cached: false, body: 'Order' },
  { path: '{proxy+}', method: 'ANY', query: [], headers: [], cached: false },
];

export interface ShopApiProps {
  readonly name: string;
  readonly settings: EnvironmentConfiguration;
  /** Scheme and host of the load balancer. */
  readonly origin: string;
  readonly link: LoadBalancerLink;
  readonly loadBalancerArn: string;
  readonly accessLogDestination: apigateway.IAccessLogDestination;
}

/** The REST API in front of the internal load balancer: keys, limits, validation, and a cache where configured. */
export class ShopApi extends Construct {
  readonly api: apigateway.RestApi;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ShopApiProps,
  ) {
    super(scope, id);
    const { api } = props.settings;
    this.api = new apigateway.RestApi(this, 'Api', {
      restApiName: props.name,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      // The account-wide role is somebody else's decision; execution logs stay off.
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        throttlingRateLimit: api.rateLimit,
        throttlingBurstLimit: api.burstLimit,
        accessLogDestination: props.accessLogDestination,
        accessLogFormat,
        ...this.cacheOptions(),
      },
    });
    const validator = this.api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const models = { Order: this.api.addModel('Order', orderModel) };
    const link = apigateway.VpcLink.fromVpcLinkId(this, 'Link', props.link.vpcLinkId);
    for (const route of routes) {
      this.addRoute(route, link, validator, models);
    }
    // A deployment is a copy of all methods with the ids of link and target; of these the CDK sees the logical ids alone.
    (this.api.latestDeployment as apigateway.Deployment).addToLogicalId(props.link.identity);
  }

  /** A usage plan of the environment's limits, with one key. */
  addPlan(id: string, description: string): apigateway.IApiKey {
    const { rateLimit, burstLimit, quotaPerMonth } = this.props.settings.api;
    const key = this.api.addApiKey(`${id}Key`, { description });
    this.api
      .addUsagePlan(`${id}Plan`, {
        description,
        throttle: { rateLimit, burstLimit },
        quota: { limit: quotaPerMonth, period: apigateway.Period.MONTH },
        apiStages: [{ stage: this.api.deploymentStage }],
      })
      .addApiKey(key);
    return key;
  }

  private cacheOptions(): apigateway.StageOptions {
    const { cacheClusterSizeGb } = this.props.settings.api;
    if (cacheClusterSizeGb === undefined) {
      return {};
    }
    const kept = { cachingEnabled: true, cacheDataEncrypted: true, cacheTtl: Duration.seconds(30) };
    return {
      cacheClusterEnabled: true,
      cacheClusterSize: cacheClusterSizeGb,
      methodOptions: Object.fromEntries(
        routes.filter(({ cached }) => cached).map(({ path, method }) => [`/${path}/${method}`, kept]),
      ),
    };
  }

  private addRoute(
    route: Route,
    link: apigateway.IVpcLink,
    validator: apigateway.IRequestValidator,
    models: Readonly<Record<'Order', apigateway.IModel>>,
  ): void {
    const inPath = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => String(name));
    const keyed = [...inPath.map((name) => `path.${name}`), ...route.query.map((name) => `querystring.${name}`)];
    const integration = new apigateway.Integration({
      type: apigateway.IntegrationType.HTTP_PROXY,
      integrationHttpMethod: route.method,
      uri: `${this.props.origin}/${route.path.replace('+', '')}`,
      options: {
        connectionType: apigateway.ConnectionType.VPC_LINK,
        vpcLink: link,
        requestParameters: Object.fromEntries(
          inPath.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
        ),
        ...(route.cached && { cacheKeyParameters: keyed.map((name) => `method.request.${name}`) }),
      },
    });
    const method = this.api.root.resourceForPath(route.path).addMethod(route.method, integration, {
      apiKeyRequired: true,
      requestValidator: validator,
      requestParameters: Object.fromEntries([
        ...keyed.map((name) => [`method.request.${name}`, name.startsWith('path.')]),
        ...route.headers.map((name) => [`method.request.header.${name}`, true]),
      ]),
      ...(route.body && { requestModels: { 'application/json': models[route.body] } }),
    });
    // A link of the second version leads to a load balancer directly; the construct knows only the first. Whatever
    // CloudFormation's page of the property says, the service takes the load balancer's ARN, not that of a listener:
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
    (method.node.defaultChild as apigateway.CfnMethod).addPropertyOverride(
      'Integration.IntegrationTarget',
      this.props.loadBalancerArn,
    );
  }
}

const orderModel: apigateway.ModelOptions = {
  modelName: 'Order',
  contentType: 'application/json',
  schema: {
    schema: apigateway.JsonSchemaVersion.DRAFT4,
    type: apigateway.JsonSchemaType.OBJECT,
    required: ['cartId'],
    properties: { cartId: { type: apigateway.JsonSchemaType.STRING, minLength: 1 } },
  },
};
