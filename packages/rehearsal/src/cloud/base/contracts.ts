import type { Difference, Emit } from '../../events/events';
import type { DeployedPipeline } from '../../model/deployed-pipeline';
import type { WayOut } from '../../network/network';
import type { PipelineHistory } from './pipeline-history';
import type { Publication } from './publications';
import type { Quotas } from './quotas';

/** Who makes a call. Each job, function, task and tool of the rehearsal has a caller and an access key of its own. */
export interface Caller {
  /**
   * Shown in the ledger, for example `job Alpha/Verify` or `task Alpha/readings/1`. The first word says what kind of caller it is:
   * only calls by a `job`, `task` or `function` are use of a resource; the rehearsal's own (`rehearsal ...`) never are.
   */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The role it acts as; absent for the person who deploys the pipeline once. */
  readonly roleArn?: string;
}

/** One resource of a deployed stack, with every intrinsic resolved by the emulator. */
export interface DeployedResource {
  readonly account: string;
  readonly region: string;
  /** Stack name, for example `Alpha-Service`. */
  readonly stack: string;
  readonly logicalId: string;
  /** Type of the original template, for example `AWS::ECS::Service`. */
  readonly type: string;
  /** What `Ref` answers. */
  readonly physicalId: string;
  /** Resolved properties of the original template; may hold secrets: in memory only. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Resource-level `Metadata` of the original template. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A stack as it stands now. */
export interface DeployedStack {
  /** The pipeline stage that deploys it (`Alpha`), or `Pipeline` for what the person deployed by hand. */
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly resources: readonly DeployedResource[];
}

/**
 * What stands behind the deployed stacks: tasks, load balancers, doors, database, alarms.
 * The gateway calls `apply` while CloudFormation is still creating or updating the stack: the stack completes when the
 * promise is fulfilled, and fails and rolls back when it is rejected (with the error's message as the reason). After a
 * rollback `apply` is called again with the stack as it was.
 */
export interface Backing {
  apply(stack: DeployedStack, signal: AbortSignal): Promise<void>;
  /** The stack was deleted, or its creation was rolled back. */
  remove(stack: Pick<DeployedStack, 'account' | 'region' | 'stack'>): Promise<void>;
  /** Replaces AWS host names in a text by addresses on this machine, with one difference for each replacement. */
  localise(text: string): { readonly text: string; readonly differences: readonly Difference[] };
  /** Alarms that nothing on this machine can feed, by physical name. */
  unfedAlarms(): readonly { readonly name: string; readonly environment: string; readonly reason: string }[];
  /** What the named alarm of metric math looks at, as CloudWatch describes it; nothing for any other alarm. */
  alarmMetrics(at: { readonly account: string; readonly region: string }, name: string): readonly object[] | undefined;
  /** What tasks wrote into a deployed log group, the oldest first; nothing for a group that no task writes to. */
  taskLog(
    at: { readonly account: string; readonly region: string },
    group: string,
  ): readonly { readonly timestamp: number; readonly stream: string; readonly message: string }[] | undefined;
  stop(): Promise<void>;
}

/** What the local cloud gives to what stands behind its stacks. */
export interface BackingServices {
  /** Base URL of the gateway, on 127.0.0.1: every AWS call goes there. */
  readonly endpoint: string;
  /** As in `LocalCloud.awsVariables`: the variables for a task's process, or for SDK clients of the backing's own. */
  awsVariables(caller: Caller): Readonly<Record<string, string>>;
  /** Where the emulator itself answers for an account: what a client of an API sends is no call of AWS's interface. */
  dataPlane(account: string): { readonly endpoint: string; readonly headers: Record<string, string> };
  readonly usage: Usage;
  readonly emit: Emit;
  /** The backing's own part of the run's work folder; it exists. */
  readonly workDir: string;
  readonly toolsDir: string;
  readonly clockFactor: number;
  readonly wayOut?: CloudOptions['wayOut'];
}

/** Keeps who used which resource. `by` names the user, for example `task Alpha/readings/1` or `gate Alpha/Verify`. */
export interface Usage {
  use(resource: Pick<DeployedResource, 'account' | 'region' | 'stack' | 'logicalId'>, by: string): void;
}

/** Evidence class of one resource; see `ResourceItem`. */
export type ResourceClass = 'exercised' | 'created' | 'accepted' | 'stoodIn';

export interface ResourceItem {
  readonly environment: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly class: ResourceClass;
  /** What used it (exercised), what showed it (created), or what stood in. */
  readonly by: string;
}

/** A weakness that a scan of an image is made to find. */
export interface PlantedFinding {
  readonly name: string;
  /** In ECR's words, for example `CRITICAL`. */
  readonly severity: string;
  readonly packageName: string;
  readonly packageVersion: string;
}

/** A fault that the gateway answers with, instead of passing the call on. */
export interface CallFault {
  readonly service?: string;
  readonly action?: string;
  /** Part of the caller's name. */
  readonly caller?: string;
  /** Error code in the service's own protocol, for example `ThrottlingException`; absent: only the delay. */
  readonly code?: string;
  readonly status?: number;
  readonly message?: string;
  readonly delayMs?: number;
  /** What the scan of an image finds, for calls that ask for it. */
  readonly scanFindings?: readonly PlantedFinding[];
  /** How many calls; default: all. */
  readonly times?: number;
  /** Calls that pass in a second nevertheless: the fault is a quota; default: none. */
  readonly perSecond?: number;
}

export interface StackDeployment {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  /** The template as JSON text. */
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
  readonly caller: Caller;
}

export interface StackResult {
  readonly status: string;
  /** True if the change set had no changes. */
  readonly unchanged: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The local cloud: emulator, gateway and what stands behind them, as the engine and its executors see it. */
export interface LocalCloud {
  /** Base URL of the gateway, on 127.0.0.1. */
  readonly endpoint: string;
  /**
   * Environment variables that make any AWS SDK or tool call the gateway as this caller: endpoint, access key, region,
   * and nothing of the user's own.
   */
  awsVariables(caller: Caller): Readonly<Record<string, string>>;
  /** Makes account and region ready for the CDK (roles, bucket, version parameter), once under each qualifier. */
  bootstrap(account: string, region: string, qualifier: string): Promise<void>;
  /** Every account and region that was made ready, in that order. */
  bootstrapped(): readonly { readonly account: string; readonly region: string }[];
  /** The CodePipeline definition as it is deployed now, in the form of CloudFormation's `AWS::CodePipeline::Pipeline` properties. */
  deployedPipeline(): Promise<DeployedPipeline>;
  /** A CodeBuild project as deployed, by name, in the form of CodeBuild's BatchGetProjects answer. */
  project(name: string, account: string, region: string): Promise<DeployedProject>;
  /**
   * Creates or updates a stack by change set and waits until it is at rest.
   * @throws StackFailed with CloudFormation's reason if it did not reach a COMPLETE state; it was then rolled back.
   */
  deployStack(deployment: StackDeployment, signal: AbortSignal): Promise<StackResult>;
  readonly backing: Backing;
  /** What CodePipeline would remember of executions; its interface is answered from it. */
  readonly history: PipelineHistory;
  /** The messages that topics have taken so far. */
  publications(): readonly Publication[];
  setFaults(faults: readonly CallFault[]): void;
  /** Asks the services for every resource and classifies it by evidence. */
  classify(): Promise<readonly ResourceItem[]>;
  /** Forgets all use and all calls so far, so that what comes after can be seen by itself; only the probe does that. */
  forgetUse(): void;
  /** Resolves with the reason if a part of the cloud ended by itself (the emulator was killed, for example). */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

export interface DeployedProject {
  readonly name: string;
  readonly serviceRole: string;
  /** YAML or JSON text of the build specification. */
  readonly buildspec: string;
  readonly image: string;
  readonly computeType: string;
  readonly privileged: boolean;
  readonly timeoutMinutes: number;
  readonly variables: readonly { readonly name: string; readonly value: string; readonly type: string }[];
}

export interface CloudOptions {
  /** Work folder of this run; everything the cloud writes is below it. */
  readonly workDir: string;
  /** Folder of the tools that set-up installed: `python` environment, `bin/`. */
  readonly toolsDir: string;
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  /** How many times faster than AWS the clock runs; 1 or more. */
  readonly clockFactor: number;
  /** Seconds that the load of a load test lasts at most. @default - as long as its profile says */
  readonly loadSeconds?: number | undefined;
  /** @default - those that every account begins with */
  readonly quotas?: Quotas | undefined;
  /** Gives the variables that lead a program's requests to a proxy, by who asks. @default - tasks and functions go out directly */
  readonly wayOut?: WayOut['variables'];
  readonly emit: Emit;
}
