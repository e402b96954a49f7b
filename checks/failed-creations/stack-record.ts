/** A stack that the pipeline deploys. */
export interface StackPlace {
  readonly name: string;
  readonly region: string;
  /** Role of the bootstrap stack that the pipeline deploys it by. */
  readonly roleArn: string;
  /** Construct path that it is made from. */
  readonly path: string;
}

/** A stack as CloudFormation shows it. */
export interface StackRecord {
  /** ARN; unlike the name it still finds the stack when it is deleted. */
  readonly id: string;
  readonly status: string;
  readonly statusReason?: string;
}

/** Something that happened to a stack or to one of its resources. */
export interface StackEvent {
  readonly logicalId: string;
  readonly type: string;
  /** Empty as long as nothing was made. */
  readonly physicalId: string;
  readonly status: string;
  readonly reason: string;
  /** True if it is about the stack as a whole. */
  readonly ofStack: boolean;
}

/** CloudFormation, as far as this program needs it; tests put their own in its place. */
export interface StackSource {
  /** @returns the stack of this name or ARN; undefined if there is none */
  describe(nameOrId: string): Promise<StackRecord | undefined>;
  /** All events of a stack, newest first. */
  events(id: string): Promise<readonly StackEvent[]>;
  /** Template of a stack; empty if it has none. */
  template(id: string): Promise<string>;
  delete(id: string): Promise<void>;
}
