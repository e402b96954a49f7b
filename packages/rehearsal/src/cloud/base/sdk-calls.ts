import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { AwsCalls, CompositeActions, StoredObject } from './aws-calls';
import type { BackingServices, Caller } from './contracts';

/** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>` */
const ecrReference = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.[^/]+\/(.+):([^:/]+)$/;

/** What every SDK client of one caller is made with. */
interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** The calls, made by the AWS SDK through the gateway. Each service's client is loaded when it is first needed. */
export class SdkCalls implements AwsCalls {
  private readonly clients = new Map<string, Promise<unknown>>();

  constructor(private readonly services: Pick<BackingServices, 'endpoint' | 'awsVariables'>) {}

  async secret(caller: Caller, arn: string): Promise<string> {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const sdk = await this.client(caller, 'secrets', async (options) => new SecretsManagerClient(options));
    const { SecretString } = await sdk.send(new GetSecretValueCommand({ SecretId: arn }));
    return SecretString ?? '';
  }

  async putSecret(caller: Caller, arn: string, value: string): Promise<void> {
    const { PutSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const sdk = await this.client(caller, 'secrets', async (options) => new SecretsManagerClient(options));
    await sdk.send(new PutSecretValueCommand({ SecretId: arn, SecretString: value }));
  }

  async loadBalancerHost(caller: Caller, arn: string): Promise<string> {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const sdk = await this.client(caller, 'elb', async (options) => new elb.ElasticLoadBalancingV2Client(options));
    const { LoadBalancers } = await sdk.send(new elb.DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }));
    return LoadBalancers?.[0]?.DNSName ?? '';
  }

  async distributionHost(caller: Caller, id: string): Promise<string> {
    const { CloudFrontClient, GetDistributionCommand } = await import('@aws-sdk/client-cloudfront');
    const sdk = await this.client(caller, 'cloudfront', async (options) => new CloudFrontClient(options));
    const { Distribution } = await sdk.send(new GetDistributionCommand({ Id: id }));
    return Distribution?.DomainName ?? '';
  }

  async apiKey(caller: Caller, id: string): Promise<string> {
    const { APIGatewayClient, GetApiKeyCommand } = await import('@aws-sdk/client-api-gateway');
    const sdk = await this.client(caller, 'apigateway', async (options) => new APIGatewayClient(options));
    const { value } = await sdk.send(new GetApiKeyCommand({ apiKey: id, includeValue: true }));
    return value ?? '';
  }

  async functionUrl(caller: Caller, name: string, qualifier: string | undefined): Promise<string> {
    const { GetFunctionUrlConfigCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    const sdk = await this.client(caller, 'lambda', async (options) => new LambdaClient(options));
    const { FunctionUrl } = await sdk.send(
      new GetFunctionUrlConfigCommand({ FunctionName: name, Qualifier: qualifier }),
    );
    return FunctionUrl ?? '';
  }

  async functionVariables(caller: Caller, name: string): Promise<Readonly<Record<string, string>>> {
    const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    const sdk = await this.client(caller, 'lambda', async (options) => new LambdaClient(options));
    const { Environment } = await sdk.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return Environment?.Variables ?? {};
  }

  async setFunctionVariables(caller: Caller, name: string, variables: Readonly<Record<string, string>>): Promise<void> {
    const { LambdaClient, UpdateFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda');
    const sdk = await this.client(caller, 'lambda', async (options) => new LambdaClient(options));
    await sdk.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: { ...variables } } }),
    );
  }

  async object(caller: Caller, bucket: string, key: string): Promise<StoredObject | undefined> {
    const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
    const sdk = await this.client(caller, 's3', async (options) => new S3Client({ ...options, forcePathStyle: true }));
    try {
      const stored = await sdk.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const body = (await stored.Body?.transformToByteArray()) ?? new Uint8Array();
      return {
        body,
        contentType: stored.ContentType,
        cacheControl: stored.CacheControl,
        etag: stored.ETag,
      };
    } catch (error) {
      // Without the right to list, S3 answers 403 for a missing key, and CloudFront hands that on; so does the door.
      if (['NoSuchKey', 'AccessDenied', 'NotFound'].includes((error as Error).name)) return undefined;
      throw error;
    }
  }

  async imageDigest(caller: Caller, reference: string): Promise<string | undefined> {
    const [, account, region, repositoryName, imageTag] = ecrReference.exec(reference) ?? [];
    if (account === undefined || region === undefined) return undefined;
    const { BatchGetImageCommand, ECRClient } = await import('@aws-sdk/client-ecr');
    const of = { ...caller, account, region };
    const sdk = await this.client(of, 'ecr', async (options) => new ECRClient(options));
    try {
      const { images } = await sdk.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
      return images?.[0]?.imageId?.imageDigest;
    } catch (error) {
      if ((error as Error).name === 'RepositoryNotFoundException') return undefined;
      throw error;
    }
  }

  async putMetrics(caller: Caller, namespace: string, data: MetricDatum[]): Promise<void> {
    const { CloudWatchClient, PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    const sdk = await this.client(caller, 'cloudwatch', async (options) => new CloudWatchClient(options));
    await sdk.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data }));
  }

  async setAlarmState(caller: Caller, alarm: string, state: string, reason: string): Promise<void> {
    const { CloudWatchClient, SetAlarmStateCommand } = await import('@aws-sdk/client-cloudwatch');
    const sdk = await this.client(caller, 'cloudwatch', async (options) => new CloudWatchClient(options));
    await sdk.send(
      new SetAlarmStateCommand({ AlarmName: alarm, StateValue: state as 'OK', StateReason: reason.slice(0, 1023) }),
    );
  }

  async deleteAlarm(caller: Caller, alarm: string): Promise<void> {
    const { CloudWatchClient, DeleteAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
    const sdk = await this.client(caller, 'cloudwatch', async (options) => new CloudWatchClient(options));
    await sdk.send(new DeleteAlarmsCommand({ AlarmNames: [alarm] }));
  }

  async putCompositeAlarm(caller: Caller, alarm: string, rule: string, actions: CompositeActions): Promise<void> {
    const { CloudWatchClient, PutCompositeAlarmCommand } = await import('@aws-sdk/client-cloudwatch');
    const sdk = await this.client(caller, 'cloudwatch', async (options) => new CloudWatchClient(options));
    await sdk.send(
      new PutCompositeAlarmCommand({
        AlarmName: alarm,
        AlarmRule: rule,
        AlarmActions: actions.alarm,
        OKActions: actions.ok,
      }),
    );
  }

  private client<T>(caller: Caller, service: string, make: (options: ClientOptions) => Promise<T>): Promise<T> {
    const key = `${service}/${caller.name}/${caller.account}/${caller.region}`;
    const known = this.clients.get(key) as Promise<T> | undefined;
    if (known) return known;
    const variables = this.services.awsVariables(caller);
    const created = make({
      endpoint: this.services.endpoint,
      region: caller.region,
      credentials: {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
      },
      maxAttempts: 3,
    });
    this.clients.set(key, created);
    return created;
  }
}
