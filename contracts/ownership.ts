/** Key of the metadata in a stack's template that says whose it is; its value is a name prefix. */
export const ownerMetadata = 'tap:owner';

/** Whose stack is looked for. */
export interface Owner {
  /** Construct path that it is made from, for example `PipelineStack/Dev/Network`. */
  readonly path: string;
  /** What the names begin with that the application chooses there, for example `tap-dev`. */
  readonly namePrefix: string;
}

export type Ownership =
  | 'own'
  /** Somebody else's, who took the same name for a stack. */
  | 'foreign'
  /** Either its path or a name speaks for it: copies of the delivery share the one, and anybody may choose the other. */
  | 'unproven';

interface Resource {
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Properties?: unknown;
}

interface OwnedTemplate {
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, Resource>>;
}

/**
 * Whose a stack is, by what CloudFormation keeps of every one, be it that its creation failed: the template. Its name is no
 * evidence, because every copy of the delivery chooses the same; nor are its tags, which a team chooses and may share, nor its
 * role, which is that of all the CDK deploys in the account.
 *
 * Stacks of an environment say it themselves. Those that were deployed before they did are known by their construct path
 * together with a name that the application chooses.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
 *
 * @param text of the template; empty where CloudFormation has none
 */
export function ownershipOf(text: string, { path, namePrefix }: Owner): Ownership {
  // A stack that never came further than a change set has no template, and holds nothing.
  if (text === '') return 'unproven';
  const owner = parse(text)?.Metadata?.[ownerMetadata];
  if (owner !== undefined) return owner === namePrefix ? 'own' : 'foreign';
  const resources = resourcesIn(text);
  const paths = resources.flatMap(({ Metadata }) => Metadata?.['aws:cdk:path'] ?? []).map(String);
  const made = paths.some((one) => one.startsWith(`${path}/`));
  if (!made && paths.length > 0) return 'foreign';
  const named = isNamed(resources, namePrefix);
  if (made && named) return 'own';
  return made || named ? 'unproven' : 'foreign';
}

/** Resources of a template; none of what is no template of the CDK's, which writes JSON. */
export function resourcesIn(text: string): readonly Resource[] {
  return Object.values(parse(text)?.Resources ?? {});
}

/** Whether one of the resources has a name that begins so; some services demand a word of their own before it. */
export function isNamed(resources: readonly Pick<Resource, 'Properties'>[], namePrefix: string): boolean {
  const name = new RegExp(`(^|[^a-z0-9-])(amazon-apigateway-|aws-waf-logs-)?${namePrefix}(?![a-z0-9])`);
  return resources.some(({ Properties }) => textsOf(Properties).some((text) => name.test(text)));
}

function parse(text: string): OwnedTemplate | undefined {
  try {
    return (JSON.parse(text) as OwnedTemplate | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
