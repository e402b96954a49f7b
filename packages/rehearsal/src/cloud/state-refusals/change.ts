/** Properties of a resource, every intrinsic function resolved. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource as it is deployed now. */
export interface LiveResource {
  readonly stack: string;
  readonly logicalId: string;
  /** Type of the original template, for example `AWS::ECS::Service`. */
  readonly type: string;
  /** What `Ref` answers. */
  readonly physicalId: string;
  readonly properties: Properties;
}

/** What CloudFormation is about to do to a resource. */
export interface ResourceChange {
  /** `delete`: also of what was replaced, and of what a failed operation had made. */
  readonly step: 'create' | 'update' | 'delete';
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** What `Ref` answers; empty before the resource is made. */
  readonly physicalId: string;
  /** Properties as deployed; empty at a creation. */
  readonly before: Properties;
  /** Properties as wanted; empty at a deletion. */
  readonly after: Properties;
  /** What the account has now, in this region, of the types that the rules look at beside this one. */
  readonly beside: readonly LiveResource[];
}

/** What becomes of an export at the end of an update, when all resources of the stack are as wanted. */
export interface ExportChange {
  readonly step: 'export';
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly name: string;
  readonly before: string;
  /** Undefined: the stack exports it no more. */
  readonly after: string | undefined;
  /** Other stacks that import it. */
  readonly importedBy: readonly string[];
}

/** The change in a few words, for a person. */
export function nameOf({ account, region, stack, logicalId, type }: ResourceChange): string {
  return `${logicalId} (${type}) of ${stack} in ${account}, ${region}`;
}
