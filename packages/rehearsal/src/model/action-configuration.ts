import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';

/** A file inside an artifact, written `Artifact::path/in/it` in CodePipeline's configuration. */
export interface ArtifactFile {
  readonly artifact: string;
  readonly path: string;
}

/** Configuration of a source action: where the commit comes from. */
export interface SourceConfiguration {
  readonly kind: 'source';
  readonly from: 'connection' | 'github' | 'codecommit' | 's3';
  /** Repository or bucket. */
  readonly location: string;
  /** Branch or object key. */
  readonly reference: string;
  /** ARN of the connection, where there is one. */
  readonly connectionArn?: string;
}

export interface BuildConfiguration {
  readonly kind: 'build';
  readonly project: string;
  readonly primarySource?: string;
  /** JSON text of a list of `{ name, value, type }`; may hold variables. */
  readonly environmentVariables: string;
}

export type StackMode = 'CREATE_UPDATE' | 'CHANGE_SET_REPLACE' | 'CHANGE_SET_EXECUTE';

export interface StackConfiguration {
  readonly kind: 'stack';
  readonly mode: StackMode;
  readonly stack: string;
  readonly changeSet?: string;
  readonly template?: ArtifactFile;
  /** JSON file with `Parameters` and `Tags`. */
  readonly templateConfiguration?: ArtifactFile;
  /** JSON text of parameters; may hold variables. */
  readonly parameterOverrides?: string;
  /** File of the output artifact that gets the stack's outputs, as JSON. */
  readonly outputFile?: string;
  readonly capabilities: readonly string[];
  /** The role CloudFormation takes. */
  readonly roleArn?: string;
}

export interface ApprovalConfiguration {
  readonly kind: 'approval';
  /** What the person reads; may hold variables. */
  readonly text: string;
  readonly link?: string;
  readonly topicArn?: string;
}

export type ActionConfiguration = SourceConfiguration | BuildConfiguration | StackConfiguration | ApprovalConfiguration;

/** A key that decides nothing in a run: what starts an execution, or how its files travel. */
const unread = z.unknown().optional();

/** Their keys: https://docs.aws.amazon.com/codepipeline/latest/userguide/structure-configuration-examples.html */
const connection = z.strictObject({
  ConnectionArn: z.string(),
  FullRepositoryId: z.string(),
  BranchName: z.string(),
  OutputArtifactFormat: unread,
  DetectChanges: unread,
});
const github = z.strictObject({
  Owner: z.string(),
  Repo: z.string(),
  Branch: z.string(),
  OAuthToken: unread,
  PollForSourceChanges: unread,
});
const codecommit = z.strictObject({
  RepositoryName: z.string(),
  BranchName: z.string(),
  OutputArtifactFormat: unread,
  PollForSourceChanges: unread,
});
const s3 = z.strictObject({
  S3Bucket: z.string(),
  S3ObjectKey: z.string(),
  AllowOverrideForS3ObjectKey: unread,
  PollForSourceChanges: unread,
});
const build = z.strictObject({
  ProjectName: z.string(),
  PrimarySource: z.string().optional(),
  EnvironmentVariables: z.string().default('[]'),
  BatchEnabled: unread,
  CombineArtifacts: unread,
});
const stack = z.strictObject({
  ActionMode: z.string(),
  StackName: z.string(),
  ChangeSetName: z.string().optional(),
  TemplatePath: z.string().optional(),
  TemplateConfiguration: z.string().optional(),
  ParameterOverrides: z.string().optional(),
  OutputFileName: z.string().optional(),
  Capabilities: z.string().default(''),
  RoleArn: z.string().optional(),
});
const approval = z.strictObject({
  CustomData: z.string().default(''),
  ExternalEntityLink: z.string().optional(),
  NotificationArn: z.string().optional(),
});

const stackModes: readonly StackMode[] = ['CREATE_UPDATE', 'CHANGE_SET_REPLACE', 'CHANGE_SET_EXECUTE'];

/** Whether CloudFormation actions of a mode are carried out. */
export function isStackMode(mode: string): mode is StackMode {
  return (stackModes as readonly string[]).includes(mode);
}

/** Kinds of actions that are carried out: category, owner and provider. */
export const carriedOutKinds = [
  'Source/AWS/CodeStarSourceConnection',
  'Source/ThirdParty/GitHub',
  'Source/AWS/CodeCommit',
  'Source/AWS/S3',
  'Build/AWS/CodeBuild',
  'Test/AWS/CodeBuild',
  'Deploy/AWS/CloudFormation',
  'Approval/AWS/Manual',
] as const;

type CarriedOutKind = (typeof carriedOutKinds)[number];

/** Whether actions of a kind are carried out. */
export function isCarriedOut(kind: string): kind is CarriedOutKind {
  return (carriedOutKinds as readonly string[]).includes(kind);
}

const schemas: Readonly<Record<CarriedOutKind, z.ZodType>> = {
  'Source/AWS/CodeStarSourceConnection': connection,
  'Source/ThirdParty/GitHub': github,
  'Source/AWS/CodeCommit': codecommit,
  'Source/AWS/S3': s3,
  'Build/AWS/CodeBuild': build,
  'Test/AWS/CodeBuild': build,
  'Deploy/AWS/CloudFormation': stack,
  'Approval/AWS/Manual': approval,
};

/** The keys of a configuration that `readConfiguration` will refuse, whatever their values are. */
export function unknownConfigurationKeys(kind: CarriedOutKind, configuration: unknown): readonly string[] {
  const issues = schemas[kind].safeParse(configuration).error?.issues ?? [];
  return issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
}

/**
 * Reads what a provider is told.
 *
 * @param where `Stage/Action`, for messages
 * @throws CodedError TAP4101 for a provider or a mode that the rehearsal can't carry out, TAP4102 for a configuration that
 * the provider would refuse, or that has a key which the rehearsal does not read
 */
export function readConfiguration(
  where: string,
  provider: { readonly category: string; readonly owner: string; readonly name: string },
  configuration: unknown,
): ActionConfiguration {
  const parse = <T>(schema: z.ZodType<T>): T => {
    const result = schema.safeParse(configuration ?? {});
    if (result.success) return result.data;
    throw new CodedError(
      'TAP4102',
      `${where}: the configuration of ${provider.name} does not fit: ${z.prettifyError(result.error)}`,
    );
  };
  const kind = `${provider.category}/${provider.owner}/${provider.name}`;
  if (!isCarriedOut(kind)) {
    throw new CodedError(
      'TAP4101',
      `${where}: the rehearsal can't carry out actions of ${kind}; it knows ${carriedOutKinds.join(', ')}.`,
    );
  }
  switch (kind) {
    case 'Source/AWS/CodeStarSourceConnection': {
      const { ConnectionArn, FullRepositoryId, BranchName } = parse(connection);
      return {
        kind: 'source',
        from: 'connection',
        location: FullRepositoryId,
        reference: BranchName,
        connectionArn: ConnectionArn,
      };
    }
    case 'Source/ThirdParty/GitHub': {
      const { Owner, Repo, Branch } = parse(github);
      return { kind: 'source', from: 'github', location: `${Owner}/${Repo}`, reference: Branch };
    }
    case 'Source/AWS/CodeCommit': {
      const { RepositoryName, BranchName } = parse(codecommit);
      return { kind: 'source', from: 'codecommit', location: RepositoryName, reference: BranchName };
    }
    case 'Source/AWS/S3': {
      const { S3Bucket, S3ObjectKey } = parse(s3);
      return { kind: 'source', from: 's3', location: S3Bucket, reference: S3ObjectKey };
    }
    case 'Build/AWS/CodeBuild':
    case 'Test/AWS/CodeBuild': {
      const { ProjectName, PrimarySource, EnvironmentVariables } = parse(build);
      return {
        kind: 'build',
        project: ProjectName,
        environmentVariables: EnvironmentVariables,
        primarySource: PrimarySource,
      };
    }
    case 'Deploy/AWS/CloudFormation':
      return stackConfiguration(where, parse(stack));
    case 'Approval/AWS/Manual': {
      const { CustomData, ExternalEntityLink, NotificationArn } = parse(approval);
      return {
        kind: 'approval',
        text: CustomData,
        link: ExternalEntityLink,
        topicArn: NotificationArn,
      };
    }
  }
}

function stackConfiguration(where: string, told: z.infer<typeof stack>): StackConfiguration {
  const { ActionMode: mode } = told;
  if (!isStackMode(mode)) {
    throw new CodedError(
      'TAP4101',
      `${where}: the rehearsal can't carry out CloudFormation's ActionMode "${mode}"; it knows ${stackModes.join(', ')}.`,
    );
  }
  if (mode !== 'CHANGE_SET_EXECUTE' && told.TemplatePath === undefined) {
    throw new CodedError('TAP4102', `${where}: ActionMode ${mode} needs a TemplatePath.`);
  }
  return {
    kind: 'stack',
    mode,
    stack: told.StackName,
    capabilities: told.Capabilities.split(',').filter((capability) => capability !== ''),
    changeSet: told.ChangeSetName,
    ...(told.TemplatePath === undefined ? {} : { template: artifactFile(where, told.TemplatePath) }),
    ...(told.TemplateConfiguration === undefined
      ? {}
      : { templateConfiguration: artifactFile(where, told.TemplateConfiguration) }),
    parameterOverrides: told.ParameterOverrides,
    outputFile: told.OutputFileName,
    roleArn: told.RoleArn,
  };
}

function artifactFile(where: string, text: string): ArtifactFile {
  const [artifact, path, ...rest] = text.split('::');
  if (!artifact || !path || rest.length > 0) {
    throw new CodedError('TAP4102', `${where}: "${text}" is not of the form Artifact::path/of/the/file.`);
  }
  return { artifact, path };
}
