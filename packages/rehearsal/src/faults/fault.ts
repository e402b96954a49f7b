import type { BackingFaults } from '../cloud/backing/backing-faults';
import type { LocalCloud } from '../cloud/base/contracts';
import type { RehearsalEvent } from '../events/events';
import type { Answer } from '../executors/approval';

/** What a fault finds while a run is under way. */
export interface FaultTools {
  /** The local cloud of this run. */
  readonly cloud: LocalCloud;
  /** What stands behind its stacks, which can be made to fail. */
  readonly backing: BackingFaults;
  /** Folders of the artifacts that the pipeline has made so far. */
  artifactFolders(): Promise<readonly string[]>;
  /**
   * Text of a file in one of them.
   *
   * @throws Error if none has it
   */
  readArtifact(file: string): Promise<string>;
  /** What the deployed pipeline has told people so far. */
  told(): readonly Extract<RehearsalEvent, { type: 'told' }>[];
  /** Says that the fault was really applied, and where. */
  injected(where: string): void;
  /** Says why it could not be applied; the run goes on, and the fault counts as not applied. */
  notApplied(reason: string): void;
}

/** What a fault does at moments of the run; each is optional. */
export interface FaultHooks {
  /** Before an action of the pipeline starts. */
  beforeAction?(stage: string, action: string, signal: AbortSignal): Promise<void>;
  /** In place of whoever answers approvals; `timed out` lets the clock jump to the deadline, nothing leaves it to them. */
  decide?(where: string): Answer | { readonly answer: 'timed out' } | undefined;
  /** After the run was stopped. @returns what is not as it must be, or undefined */
  verify?(): Promise<string | undefined>;
}

/** Something that goes wrong on purpose, and the gate that must stop it. */
export interface Fault {
  /** In kebab-case, as `--fault` takes it. */
  readonly name: string;
  /** The gate or action that must stop it: `Stage/Action`. */
  readonly gate: string;
  /** One sentence. */
  readonly description: string;
  /**
   * What the stopping action says of this kind of trouble. An action that stopped without these words had another reason (a
   * slow machine, a flaky test, missing evidence) and has not caught the fault. Whether the trouble came from the fault alone
   * the words can't tell.
   */
  readonly trace: RegExp;
  /**
   * A bad commit: changes files in a throwaway clone of the good one.
   *
   * @returns what was changed, or undefined if the source has no place for it: the fault was not applied
   */
  readonly edit?: (clone: string) => Promise<string | undefined>;
  /** Stage up to which the good commit is promoted before the bad one comes. @default - none */
  readonly promotedFirst?: string;
  /**
   * True if the good commit is pushed once the fault was stopped: what the fault has left must not stand in its way, so it has to
   * be promoted through every stage asked for.
   *
   * @default false
   */
  readonly pushedAgain?: boolean;
  /** Trouble at run time, whatever the commit. */
  readonly arm?: (tools: () => FaultTools) => FaultHooks;
}

/** What became of an ordered fault. */
export interface FaultOutcome {
  readonly name: string;
  readonly injected: boolean;
  readonly expectedGate: string;
  /** The action that stopped the run, `Stage/Action`; null if nothing did. */
  readonly stoppedBy: string | null;
  /** True only if it was injected, the expected gate stopped it because of it, and everything else is as it must be. */
  readonly caught: boolean;
}
