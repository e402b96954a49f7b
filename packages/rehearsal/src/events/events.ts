import type { GateEvidence } from './gate-evidence';

/** An action's verdict. `stood in`: something else took the place of the action's own commands. */
export type ActionVerdict = 'pass' | 'fail' | 'stood in' | 'not run';

/** How the whole rehearsal ended. */
export type RunVerdict = 'promoted' | 'stopped' | 'interrupted' | 'broken';

/** One way in which what was run differs from what AWS would have run. */
export interface Difference {
  /** What AWS would have done. */
  readonly onAws: string;
  /** What was done here instead. */
  readonly here: string;
}

/** Identifies one action of the pipeline. */
export interface ActionId {
  readonly stage: string;
  readonly action: string;
}

/** What the repository's configuration gives to what is executed. */
export interface Granted {
  /** Hosts that it may reach beside registries of packages. */
  readonly hosts: readonly string[];
  /** Names of the person's environment variables that synth gets. */
  readonly synthVariables: readonly string[];
  /** Names of the person's environment variables that jobs get. */
  readonly jobVariables: readonly string[];
}

/** What one alarm would have done at AWS's pace under a load, by arithmetic, beside what it did here. */
export interface PacedAlarm {
  readonly name: string;
  readonly onAws: 'would fire' | 'would not fire' | 'not known';
  readonly here: 'fired' | 'did not fire';
  /** The arithmetic, for a person. */
  readonly reason: string;
}

/** What an update did to an environment that stood deployed. */
export interface UpdatedEnvironment {
  readonly environment: string;
  /** Rows of its databases before the update. */
  readonly rowsBefore: number;
  /** How many of these were there after it, with the same values. */
  readonly rowsAfter: number;
  /** Requests that were sent to its doors while its stacks were deployed. */
  readonly requests: number;
  /** How many of them were not answered as they should be. */
  readonly requestsLost: number;
  /** What was lost, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Everything that happens in a rehearsal, as data. The engine, the executors and the local cloud emit these; the terminal
 * and the report alone turn them into words.
 */
export type RehearsalEvent =
  | { readonly type: 'phase'; readonly text: string }
  | { readonly type: 'run-started'; readonly commit: string; readonly subject: string; readonly workingTree: boolean }
  | ({ readonly type: 'granted' } & Granted)
  | { readonly type: 'pipeline-deployed'; readonly commit: string; readonly stages: readonly PlannedStage[] }
  | { readonly type: 'pipeline-restarted'; readonly restarts: number; readonly stages: readonly PlannedStage[] }
  | {
      readonly type: 'execution-started';
      readonly execution: string;
      readonly pipeline: string;
      readonly account: string;
      readonly region: string;
    }
  | {
      readonly type: 'execution-ended';
      /** In the words of CodePipeline's events; `CANCELED`: the pipeline changed itself. */
      readonly state: 'SUCCEEDED' | 'FAILED' | 'CANCELED';
    }
  | { readonly type: 'stage-started'; readonly stage: string }
  | { readonly type: 'stage-ended'; readonly stage: string; readonly verdict: ActionVerdict; readonly seconds: number }
  | (ActionId & { readonly type: 'action-started'; readonly provider: string })
  | (ActionId & { readonly type: 'action-output'; readonly line: string })
  | (ActionId & {
      readonly type: 'action-ended';
      readonly verdict: ActionVerdict;
      readonly seconds: number;
      readonly differences: readonly Difference[];
      /** Why it failed, or what stood in. */
      readonly reason?: string;
    })
  | {
      /** Whether a repository's commands may be executed, which the phases before it have said. */
      readonly type: 'consent-asked';
    }
  | { readonly type: 'consent-answered' }
  | (ActionId & { readonly type: 'approval-asked'; readonly text: string })
  | (ActionId & {
      readonly type: 'approval-answered';
      readonly answer: 'approved' | 'rejected' | 'timed out';
      readonly by: string;
    })
  | { readonly type: 'gate-judged'; readonly evidence: GateEvidence }
  | {
      readonly type: 'alarm-state';
      readonly environment: string;
      readonly alarm: string;
      readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
      readonly reason: string;
    }
  | { readonly type: 'alarms-at-aws-pace'; readonly environment: string; readonly alarms: readonly PacedAlarm[] }
  | { readonly type: 'notification'; readonly environment: string; readonly topic: string; readonly subject: string }
  | {
      /** A message of the deployed pipeline about its own execution. */
      readonly type: 'told';
      /** Name of the topic. */
      readonly topic: string;
      /** Addresses of its subscribers. */
      readonly to: readonly string[];
      readonly subject: string;
      readonly text: string;
    }
  | {
      /** The run updated what another commit had deployed. */
      readonly type: 'updated';
      /** That commit. */
      readonly from: string;
      readonly environments: readonly UpdatedEnvironment[];
    }
  | { readonly type: 'fault-injected'; readonly fault: string; readonly where: string }
  | {
      /** A program asked for an address that the run's proxy lets nobody reach. */
      readonly type: 'request-refused';
      /** Who asked, for example `Build/Synth`. */
      readonly by: string;
      readonly host: string;
      readonly port: number;
      /** How often so far. */
      readonly times: number;
    }
  | {
      /** The verdict is reached and the cloud stays. */
      readonly type: 'cloud-held';
      readonly endpoint: string;
      readonly accounts: readonly {
        readonly account: string;
        /** Where the account holds something; the variables name the first. */
        readonly regions: readonly string[];
        readonly variables: Readonly<Record<string, string>>;
      }[];
    }
  | { readonly type: 'warning'; readonly code: string; readonly message: string }
  | {
      readonly type: 'run-ended';
      readonly verdict: RunVerdict;
      readonly exitCode: number;
      readonly reason: string;
      readonly seconds: number;
    };

/** A stage as the deployed definition has it, before anything of it runs. */
export interface PlannedStage {
  readonly name: string;
  readonly actions: readonly { readonly name: string; readonly provider: string; readonly runOrder: number }[];
}

/** Where events go. Never throws and never blocks. */
export type Emit = (event: RehearsalEvent) => void;
