import type { DeployedResource } from '../base/contracts';
import type { LedgerEntry } from '../base/ledger';

/**
 * Calls that use a resource rather than describe, make or change it, by signing name. A pattern stands for the service's
 * data plane: its operations are listed in AWS's service authorization reference as read or write of data, not as management.
 */
const dataPlane: Readonly<Record<string, RegExp>> = {
  s3: /^(?:Get|Put|Head|Delete|Copy|List)Objects?(?:V2)?$|^(?:CreateMultipartUpload|UploadPart|CompleteMultipartUpload)$/,
  secretsmanager: /^(?:Get|Put|BatchGet)SecretValue$/,
  kms: /^(?:Encrypt|Decrypt|ReEncrypt|Sign|Verify|GenerateDataKey\w*)$/,
  logs: /^(?:PutLogEvents|GetLogEvents|FilterLogEvents)$/,
  sns: /^Publish(?:Batch)?$/,
  sqs: /^(?:Send|Receive|Delete)Message(?:Batch)?$/,
  ssm: /^GetParameters?(?:ByPath)?$/,
  ecr: /^(?:PutImage|BatchGetImage|GetDownloadUrlForLayer|BatchCheckLayerAvailability)$/,
  lambda: /^Invoke(?:Async)?$/,
  firehose: /^PutRecord(?:Batch)?$/,
  events: /^PutEvents$/,
  apigateway: /^GetApiKey$/,
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
  dynamodb: /^(?:(?:Get|Put|Update|Delete)Item|Batch(?:Get|Write)Item|Transact(?:Get|Write)Items|Query|Scan)$/,
};

/** The services that a type's resources belong to, as they sign. */
const services: Readonly<Record<string, string>> = {
  S3: 's3',
  SecretsManager: 'secretsmanager',
  KMS: 'kms',
  Logs: 'logs',
  SNS: 'sns',
  SQS: 'sqs',
  SSM: 'ssm',
  ECR: 'ecr',
  Lambda: 'lambda',
  KinesisFirehose: 'firehose',
  Events: 'events',
  ApiGateway: 'apigateway',
  DynamoDB: 'dynamodb',
};

/** Only the thing itself is used by such a call: never its policy, permission or attachment. */
const usedTypes = new Set([
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SSM::Parameter',
  'AWS::ECR::Repository',
  'AWS::Lambda::Function',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Events::EventBus',
  'AWS::ApiGateway::ApiKey',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
]);

/** Callers whose calls are use: what runs in the pipeline and in the environments, not the rehearsal or who deploys. */
const userPattern = /^(?:job|task|function) /;

/** What the calls that passed the gateway show of resources. */
export interface LedgerUsage {
  /** For each resource who used it. */
  readonly users: ReadonlyMap<DeployedResource, readonly string[]>;
  /** Functions that were invoked, and failed each time: that is no use of theirs. */
  readonly failed: ReadonlySet<DeployedResource>;
}

export function usageInLedger(resources: readonly DeployedResource[], ledger: readonly LedgerEntry[]): LedgerUsage {
  const failed = new Set<DeployedResource>();
  const running = new Set<DeployedResource>();
  const users = new Map<DeployedResource, Set<string>>();
  const use = (resource: DeployedResource, by: string): void => {
    const known = users.get(resource) ?? new Set();
    users.set(resource, known.add(by));
  };
  const named = new Map<string, DeployedResource[]>();
  const roles = new Map<string, DeployedResource>();
  const functions = new Map<string, DeployedResource>();
  for (const resource of resources) {
    if (resource.type === 'AWS::IAM::Role') roles.set(`${resource.account}/${resource.physicalId}`, resource);
    if (resource.type === 'AWS::Lambda::Function') {
      functions.set(`${resource.account}/function ${resource.stack}/${resource.logicalId}`, resource);
    }
    if (!usedTypes.has(resource.type)) continue;
    const service = services[resource.type.split('::')[1] ?? ''] ?? '';
    for (const name of namesOf(resource)) {
      const key = `${service}/${name}`;
      named.set(key, [...(named.get(key) ?? []), resource]);
    }
  }
  for (const entry of ledger) {
    if (entry.status >= 400 || !userPattern.test(entry.caller)) continue;
    const by = entry.caller.split(' > ')[0] ?? entry.caller;
    const role = entry.roleArn === undefined ? undefined : roles.get(roleKey(entry.roleArn));
    if (role !== undefined) use(role, by);
    // A function that calls has run, and as its role.
    const own = functions.get(`${entry.account}/${entry.caller}`);
    if (own !== undefined) {
      running.add(own);
      const ownRole = roles.get(roleKey(String(own.properties.Role ?? '')));
      if (ownRole !== undefined) use(ownRole, by);
    }
    if (!dataPlane[entry.service]?.test(entry.action)) continue;
    for (const subject of entry.subjects) {
      for (const resource of named.get(`${entry.service}/${nameIn(entry.service, subject)}`) ?? []) {
        if (!reaches(entry, resource, subject)) continue;
        if (entry.functionFailed) failed.add(resource);
        else use(resource, `${by} (${entry.action})`);
      }
    }
  }
  for (const resource of running) if (users.has(resource) || !failed.has(resource)) use(resource, 'its own run');
  return {
    users: new Map([...users].map(([resource, by]) => [resource, [...by]])),
    failed: new Set([...failed].filter((resource) => !users.has(resource))),
  };
}

/** A name is unique within account and region; an ARN, and a bucket's name, everywhere. */
function reaches(entry: LedgerEntry, resource: DeployedResource, subject: string): boolean {
  if (subject.startsWith('arn:') || resource.type === 'AWS::S3::Bucket') return true;
  return entry.account === resource.account && entry.region === resource.region;
}

/** A queue is named by a URL, whose host is whoever answers. */
function nameIn(service: string, subject: string): string {
  return service === 'sqs' ? subject.replace(/^https?:\/\/[^/]+\//, '') : subject;
}

function namesOf(resource: DeployedResource): string[] {
  const { physicalId, account, region, type, properties } = resource;
  const names = [physicalId];
  if (type === 'AWS::SecretsManager::Secret' && typeof properties.Name === 'string') names.push(properties.Name);
  if (type === 'AWS::KMS::Key') names.push(`arn:aws:kms:${region}:${account}:key/${physicalId}`);
  if (type === 'AWS::Lambda::Function') names.push(`arn:aws:lambda:${region}:${account}:function:${physicalId}`);
  if (type.startsWith('AWS::DynamoDB::')) names.push(`arn:aws:dynamodb:${region}:${account}:table/${physicalId}`);
  if (type === 'AWS::SQS::Queue') names.push(nameIn('sqs', physicalId));
  if (type === 'AWS::Logs::LogGroup') names.push(`arn:aws:logs:${region}:${account}:log-group:${physicalId}`);
  return names;
}

function roleKey(arn: string): string {
  const [, , , , account = '', resource = ''] = arn.split(':');
  return `${account}/${resource.split('/').at(-1) ?? ''}`;
}
