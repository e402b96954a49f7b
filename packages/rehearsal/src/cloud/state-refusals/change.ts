import type { DeployedResource } from '../base/contracts';

/** Properties of a resource, every intrinsic function resolved. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource of the account as it is deployed now, and the stack that made it, which may be gone. */
export type LiveResource = Omit<DeployedResource, 'account' | 'metadata'>;

/** What a service says of a resource of its own; nothing of a type without the question. */
export interface ServiceState {
  /** Whether it is protected against deletion. */
  readonly protected?: boolean | undefined;
  /** How many objects and versions of objects a bucket holds. */
  readonly objects?: number | undefined;
  /** The trust policy of each role of the account that the wanted properties name, by ARN; null if there is no such role. */
  readonly roles?: Readonly<Record<string, unknown>> | undefined;
  /** The state of each key of the account and region that the wanted properties name, by id, for example `PendingDeletion`. */
  readonly keys?: Readonly<Record<string, string>> | undefined;
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
  /** What the resource's service says of it, which calls may have changed since the template was deployed. */
  readonly service: ServiceState;
  /** What the account has now, orphans included, of the types that the rules look at beside this one. */
  readonly beside: readonly LiveResource[];
}

/** What becomes of an export at the end of an update, when all resources of the stack are as wanted. */
export interface ExportChange {
  readonly step: 'export';
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly name: string;
  /** Undefined: the stack has not exported it so far. */
  readonly before: string | undefined;
  /** Undefined: the stack exports it no more. */
  readonly after: string | undefined;
  /** Other stacks that import it. */
  readonly importedBy: readonly string[];
  /** The other stack that exports the name. */
  readonly exportedBy: string | undefined;
}

/** A change set that is asked for. */
export interface ChangeSetRequest {
  readonly step: 'change set';
  readonly account: string;
  readonly region: string;
  /** Name, id and status of the stack; empty if there is none. */
  readonly stack: string;
  readonly id: string;
  readonly status: string;
  /** Whether the stack is to be made. */
  readonly creates: boolean;
  /** ARN of the role that CloudFormation is to take; empty if none is named. */
  readonly role: string;
  /** As in `ServiceState`; nothing of a role of another account. */
  readonly roles: Readonly<Record<string, unknown>>;
}

/** Resources of a stack whose type a change set changes. */
export interface TypeChanges {
  readonly step: 'types';
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  /** Type as deployed and as wanted, by logical id. */
  readonly kinds: Readonly<Record<string, readonly string[]>>;
}

/** A new resource of a change set, with the properties that are known before anything is made, as far as they are texts. */
export interface Claim {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
}

/** Every new resource of a change set, and every resource that stands of the same types, in all accounts and regions. */
export interface Claims {
  readonly step: 'names';
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly claims: readonly Claim[];
  /** Also what a stack has left behind. */
  readonly standing: readonly (Claim & { readonly account: string; readonly region: string; readonly stack: string })[];
}

/** The change in a few words, for a person. */
export function nameOf({ account, region, stack, logicalId, type }: ResourceChange): string {
  return `${logicalId} (${type}) of ${stack} in ${account}, ${region}`;
}
