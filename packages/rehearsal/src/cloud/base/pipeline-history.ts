/** An execution of a pipeline, as CodePipeline would remember it. */
export interface RecordedExecution {
  readonly account: string;
  readonly region: string;
  readonly pipeline: string;
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** As CodePipeline's interface names it. */
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled';
  /** Absent until the source has passed. */
  revision?: { readonly artifact: string; readonly id: string; readonly summary: string };
  readonly actions: RecordedAction[];
}

/** One run of an action in it. */
export interface RecordedAction {
  readonly id: string;
  readonly stage: string;
  readonly action: string;
  readonly category: string;
  readonly provider: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  endedAt?: number;
  status: 'InProgress' | 'Succeeded' | 'Failed';
  /** Why it failed. */
  reason?: string;
  /** Where more is to be read. */
  link?: string;
  /** Who answered an approval. */
  by?: string;
}

/** The executions of one run; the emulator keeps none, so the gateway answers from here. */
export class PipelineHistory {
  private readonly executions: RecordedExecution[] = [];

  add(execution: RecordedExecution): void {
    this.executions.push(execution);
  }

  find(
    at: { readonly account: string; readonly region: string },
    pipeline: unknown,
    id: unknown,
  ): RecordedExecution | undefined {
    return this.executions.find(
      (one) => one.account === at.account && one.region === at.region && one.pipeline === pipeline && one.id === id,
    );
  }
}
