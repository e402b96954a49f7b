import { queryAnswer, type RecordedAnswer, type RecordedCall, type Recording } from '../../helpers/recorded-aws';

/** A stack of the recorded account. What it needs no word about is as for a stack that is at rest. */
export interface RecordedStack {
  readonly name: string;
  readonly region: string;
  readonly status?: string;
  readonly terminationProtection?: boolean;
  readonly exports?: readonly string[];
  readonly imports?: readonly string[];
  /** Outputs of stacks that it reads by name: `<region>/<stack>`. */
  readonly reads?: readonly string[];
  readonly resources?: readonly RecordedResource[];
  /** Construct path and names of its template. @default - those of its own environment */
  readonly madeFrom?: { readonly path: string; readonly name: string };
}

export interface RecordedResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly deletionPolicy?: string;
  /** So many deletions of it fail, for this reason. */
  readonly fails?: { readonly times: number; readonly reason: string };
}

interface Living extends RecordedStack {
  readonly id: string;
  status: string;
  deletions: number;
  readonly gone: Set<string>;
  events: Event[];
}

interface Event {
  readonly id: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

const account = '222222222222';
const deletedAt = '2026-11-20T10:00:00.000Z';

/**
 * CloudFormation of one account, in answers of the form of its service model: deletions take until the next look, keep what the
 * template keeps, and fail where it was ordered.
 */
export class RecordedAccount {
  /** Names of the stacks whose deletion was begun, in order. */
  readonly begun: string[] = [];
  private readonly stacks: Living[];
  private sequence = 0;

  constructor(stacks: readonly RecordedStack[]) {
    this.stacks = stacks.map((stack, index) => ({
      ...stack,
      id: `arn:aws:cloudformation:${stack.region}:${account}:stack/${stack.name}/${index}`,
      status: stack.status ?? 'CREATE_COMPLETE',
      deletions: 0,
      gone: new Set<string>(),
      events: [],
    }));
    for (const stack of this.stacks) {
      this.add(stack, whole(stack), 'CREATE_COMPLETE');
      if (stack.status === 'DELETE_IN_PROGRESS') this.begin(stack);
    }
  }

  /** Names of the stacks that are there. */
  get living(): readonly string[] {
    return this.stacks.filter(({ status }) => status !== 'DELETE_COMPLETE').map(({ name }) => name);
  }

  /** Answers CloudFormation and STS, nothing else. */
  readonly answer: Recording = ({ what, region, input }) => {
    const here = this.stacks.filter((stack) => stack.region === region);
    switch (what) {
      case 'sts GetCallerIdentity':
        return queryAnswer(
          'GetCallerIdentity',
          `<Arn>arn:aws:iam::${account}:user/ann</Arn><UserId>AIDA</UserId><Account>${account}</Account>`,
        );
      case 'cloudformation DescribeStacks':
        return this.describe(here, String(input.StackName ?? ''));
      case 'cloudformation ListStacks':
        return this.listDeleted(here);
      case 'cloudformation GetTemplate':
        return queryAnswer('GetTemplate', `<TemplateBody>${escaped(templateOf(find(here, input)))}</TemplateBody>`);
      case 'cloudformation ListStackResources':
        return this.listResources(find(here, input));
      case 'cloudformation ListImports':
        return this.listImports(here, String(input.ExportName));
      case 'cloudformation DescribeStackEvents':
        return this.describeEvents(find(here, input));
      case 'cloudformation DeleteStack':
        this.begin(find(here, input));
        return queryAnswer('DeleteStack', '');
      default:
        return undefined;
    }
  };

  private describe(here: readonly Living[], asked: string): RecordedAnswer {
    const shown = here.filter((stack) => (asked === '' ? stack.status !== 'DELETE_COMPLETE' : stack.id === asked));
    const members = shown.map(
      ({ id, name, status, terminationProtection = false, exports = [] }) =>
        `<member><StackId>${id}</StackId><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><EnableTerminationProtection>${terminationProtection}</EnableTerminationProtection><Outputs>${exports
          .map(
            (one) =>
              `<member><OutputKey>O</OutputKey><OutputValue>v</OutputValue><ExportName>${one}</ExportName></member>`,
          )
          .join('')}</Outputs></member>`,
    );
    return queryAnswer('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`);
  }

  private listDeleted(here: readonly Living[]): RecordedAnswer {
    const members = here
      .filter(({ status }) => status === 'DELETE_COMPLETE')
      .map(
        ({ id, name, status }) =>
          `<member><StackId>${id}</StackId><StackName>${name}</StackName><StackStatus>${status}</StackStatus><DeletionTime>${deletedAt}</DeletionTime></member>`,
      );
    return queryAnswer('ListStacks', `<StackSummaries>${members.join('')}</StackSummaries>`);
  }

  private listResources(stack: Living): RecordedAnswer {
    const members = (stack.resources ?? [])
      .filter(({ logicalId }) => !stack.gone.has(logicalId))
      .map(
        ({ logicalId, physicalId, type }) =>
          `<member><LogicalResourceId>${logicalId}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`,
      );
    return queryAnswer('ListStackResources', `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`);
  }

  private listImports(here: readonly Living[], name: string): RecordedAnswer {
    const importers = here.filter(({ status, imports = [] }) => status !== 'DELETE_COMPLETE' && imports.includes(name));
    if (importers.length === 0) {
      return { error: 'ValidationError', message: `Export '${name}' is not imported by any stack.` };
    }
    return queryAnswer(
      'ListImports',
      `<Imports>${importers.map((stack) => `<member>${stack.name}</member>`).join('')}</Imports>`,
    );
  }

  /** A look lets a deletion that has begun come to its end. */
  private describeEvents(stack: Living): RecordedAnswer {
    const before = [...stack.events];
    if (stack.status === 'DELETE_IN_PROGRESS') this.end(stack);
    const members = [...before]
      .reverse()
      .map(
        ({ id, logicalId, physicalId, type, status, reason }) =>
          `<member><StackId>${stack.id}</StackId><EventId>${id}</EventId><StackName>${stack.name}</StackName><LogicalResourceId>${logicalId}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus>${reason === undefined ? '' : `<ResourceStatusReason>${reason}</ResourceStatusReason>`}<Timestamp>${deletedAt}</Timestamp></member>`,
      );
    return queryAnswer('DescribeStackEvents', `<StackEvents>${members.join('')}</StackEvents>`);
  }

  private begin(stack: Living): void {
    this.begun.push(stack.name);
    stack.status = 'DELETE_IN_PROGRESS';
    stack.deletions += 1;
    this.add(stack, whole(stack), 'DELETE_IN_PROGRESS');
  }

  private end(stack: Living): void {
    let failures = 0;
    for (const resource of stack.resources ?? []) {
      if (stack.gone.has(resource.logicalId)) continue;
      if (resource.fails !== undefined && stack.deletions <= resource.fails.times) {
        this.add(stack, resource, 'DELETE_FAILED', resource.fails.reason);
        failures += 1;
        continue;
      }
      const kept = ['Retain', 'RetainExceptOnCreate'].includes(resource.deletionPolicy ?? '');
      this.add(stack, resource, kept ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE');
      stack.gone.add(resource.logicalId);
    }
    stack.status = failures > 0 ? 'DELETE_FAILED' : 'DELETE_COMPLETE';
    this.add(stack, whole(stack), stack.status);
  }

  private add(
    stack: Living,
    { logicalId, physicalId, type }: Pick<RecordedResource, 'logicalId' | 'physicalId' | 'type'>,
    status: string,
    reason?: string,
  ): void {
    this.sequence += 1;
    stack.events.push({ id: `event-${this.sequence}`, logicalId, physicalId, type, status, reason });
  }
}

function whole({ id, name }: Living) {
  return { logicalId: name, physicalId: id, type: 'AWS::CloudFormation::Stack' };
}

function find(here: readonly Living[], input: RecordedCall['input']): Living {
  const stack = here.find(({ id }) => id === input.StackName);
  if (stack === undefined) throw new Error(`no stack ${String(input.StackName)} is recorded`);
  return stack;
}

function templateOf({ name, resources = [], imports = [], reads = [], madeFrom }: Living): string {
  const [environment = '', part = ''] = name.split('-');
  const { path, name: named } = madeFrom ?? {
    path: `PipelineStack/${environment}/${part}`,
    name: `tap-${environment.toLowerCase()}-${part.toLowerCase()}`,
  };
  const alarm = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: named,
      Imported: imports.map((one) => ({ 'Fn::ImportValue': one })),
      Read: reads.map((one) => {
        const [Region, StackName] = one.split('/');
        return { 'Fn::GetStackOutput': { Region, StackName, OutputName: 'O' } };
      }),
    },
    Metadata: { 'aws:cdk:path': `${path}/alarm/Resource` },
  };
  const defined = resources.map(({ logicalId, type, deletionPolicy }) => [
    logicalId,
    { Type: type, DeletionPolicy: deletionPolicy },
  ]);
  return JSON.stringify({ Resources: { alarm, ...Object.fromEntries(defined) } });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
