import type { ActionVerdict, PlannedStage, RehearsalEvent } from '../events/events';
import type { ReportedAction, ReportedStage } from './schema';

type StageEvent = Extract<
  RehearsalEvent,
  { type: 'stage-started' | 'stage-ended' | 'action-started' | 'action-ended' }
>;

interface LoggedAction {
  readonly name: string;
  provider: string;
  startedAt?: number;
  ended?: Pick<ReportedAction, 'verdict' | 'seconds' | 'reason' | 'differences'>;
}

interface LoggedStage {
  readonly name: string;
  readonly actions: LoggedAction[];
  startedAt?: number;
  seconds?: number;
}

const worstFirst: readonly ActionVerdict[] = ['fail', 'not run', 'stood in'];

/** What became of every stage and action of one execution, in the order of the definition. */
export class StageLog {
  private readonly log = new Map<string, LoggedStage>();

  constructor(private readonly now: () => number) {}

  /** Starts afresh with this definition, of which nothing has run. */
  plan(stages: readonly PlannedStage[]): void {
    this.log.clear();
    for (const { name, actions } of stages) {
      this.log.set(name, {
        name,
        actions: actions.map((action) => ({ name: action.name, provider: action.provider })),
      });
    }
  }

  add(event: StageEvent): void {
    const stage = this.stage(event.stage);
    switch (event.type) {
      case 'stage-started':
        stage.startedAt = this.now();
        return;
      case 'stage-ended':
        stage.seconds = event.seconds;
        return;
      case 'action-started': {
        const action = this.action(stage, event.action);
        action.startedAt = this.now();
        action.provider = event.provider;
        delete action.ended;
        return;
      }
      case 'action-ended':
        this.action(stage, event.action).ended = {
          verdict: event.verdict,
          seconds: event.seconds,
          differences: [...event.differences],
          reason: event.reason,
        };
        return;
    }
  }

  /** Everything so far; what has not ended is `not run`. */
  stages(): ReportedStage[] {
    return [...this.log.values()].map((stage) => {
      const actions = stage.actions.map((action) => this.report(action));
      return {
        name: stage.name,
        verdict: worstFirst.find((verdict) => actions.some((action) => action.verdict === verdict)) ?? 'pass',
        seconds: stage.seconds ?? this.since(stage.startedAt),
        actions,
      };
    });
  }

  private report({ name, provider, startedAt, ended }: LoggedAction): ReportedAction {
    if (ended) return { name, provider, ...ended };
    const cut = startedAt === undefined ? {} : { reason: 'It had started and did not end.' };
    return { name, provider, verdict: 'not run', seconds: this.since(startedAt), ...cut, differences: [] };
  }

  private since(startedAt: number | undefined): number {
    return startedAt === undefined ? 0 : Math.max(0, this.now() - startedAt) / 1000;
  }

  private stage(name: string): LoggedStage {
    const known = this.log.get(name);
    if (known) return known;
    const stage: LoggedStage = { name, actions: [] };
    this.log.set(name, stage);
    return stage;
  }

  private action(stage: LoggedStage, name: string): LoggedAction {
    const known = stage.actions.find((action) => action.name === name);
    if (known) return known;
    const action: LoggedAction = { name, provider: '' };
    stage.actions.push(action);
    return action;
  }
}
