import {
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { ownershipOf } from '../../contracts/ownership';
import { edgeRegion, namePrefix } from '../../lib/config';
import { type AccountClients, asked, type RegionClients } from './aws';
import { type DeployedTemplate, parseTemplate } from './deployed-template';
import type { Subject } from './subject';

/** One resource that a stack holds. */
export interface HeldResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/** One stack of the environment, as CloudFormation has it. */
export interface LivingStack {
  /** ARN, which names it after its deletion too. */
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly terminationProtection: boolean;
  readonly exports: readonly string[];
  readonly template: DeployedTemplate;
  readonly resources: readonly HeldResource[];
}

export interface FoundStacks {
  readonly own: readonly LivingStack[];
  /** Stacks whose name begins like those of the environment, and that nothing shows to be its. */
  readonly others: readonly { readonly name: string; readonly region: string }[];
}

/** Where an environment's stacks are: in its own region, and in us-east-1 for what CloudFront needs. */
export function regionsOf({ region }: Pick<Subject, 'region'>): readonly string[] {
  return [...new Set([region, edgeRegion])];
}

/**
 * The stacks of an environment that exist. Which ones there are is asked, not known: a team adds some, and an old commit has
 * deployed others.
 *
 * @throws CodedError TAP6002 to TAP6009 if CloudFormation refuses
 */
export async function findStacks(subject: Subject, clients: AccountClients): Promise<FoundStacks> {
  const own: LivingStack[] = [];
  const others: { name: string; region: string }[] = [];
  for (const region of regionsOf(subject)) {
    const here = clients.in(region);
    for (const stack of await namedLike(subject.name, here)) {
      const found = await readStack(stack, subject, here);
      if (found === undefined) others.push({ name: stack.StackName ?? '', region });
      else own.push(found);
    }
  }
  return { own, others };
}

async function namedLike(environment: string, clients: RegionClients): Promise<readonly Stack[]> {
  const found: Stack[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeStacksCommand({ NextToken });
    const page = await asked(clients, 'cloudformation:DescribeStacks', () => clients.cloudFormation.send(command));
    // A nested stack goes with the one that holds it.
    found.push(
      ...(page.Stacks ?? []).filter(
        ({ StackName, ParentId }) => StackName?.startsWith(`${environment}-`) && ParentId === undefined,
      ),
    );
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

async function readStack(stack: Stack, subject: Subject, clients: RegionClients): Promise<LivingStack | undefined> {
  const { StackId: id = '', StackName: name = '', StackStatus: status = '' } = stack;
  const template = await ownTemplate(id, name, subject, clients);
  if (template === undefined) return undefined;
  return {
    id,
    name,
    region: clients.region,
    status,
    terminationProtection: stack.EnableTerminationProtection ?? false,
    exports: (stack.Outputs ?? []).flatMap(({ ExportName }) => ExportName ?? []),
    template,
    resources: await resourcesOf(id, clients),
  };
}

/** @returns undefined if nothing in the template shows that the stack is the environment's */
export async function ownTemplate(
  id: string,
  name: string,
  { application, name: environment }: Subject,
  clients: RegionClients,
): Promise<DeployedTemplate | undefined> {
  const command = new GetTemplateCommand({ StackName: id, TemplateStage: 'Original' });
  const text = await asked(clients, `cloudformation:GetTemplate of ${name}`, () =>
    clients.cloudFormation.send(command).then(
      ({ TemplateBody = '' }) => TemplateBody,
      (error: unknown) => {
        // A stack that never came further than a change set has none: nothing shows that it is anybody's.
        if (error instanceof Error && error.name === 'ValidationError') return '';
        throw error;
      },
    ),
  );
  const owner = {
    path: `PipelineStack/${environment}/${name.slice(environment.length + 1)}`,
    namePrefix: namePrefix(application, environment),
  };
  return ownershipOf(text, owner) === 'own' ? parseTemplate(text) : undefined;
}

async function resourcesOf(id: string, clients: RegionClients): Promise<readonly HeldResource[]> {
  const found: HeldResource[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListStackResourcesCommand({ StackName: id, NextToken });
    const page = await asked(clients, 'cloudformation:ListStackResources', () => clients.cloudFormation.send(command));
    for (const { LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus } of page.StackResourceSummaries ??
      []) {
      if (!PhysicalResourceId || ResourceStatus === 'DELETE_COMPLETE') continue;
      found.push({ logicalId: LogicalResourceId ?? '', physicalId: PhysicalResourceId, type: ResourceType ?? '' });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
