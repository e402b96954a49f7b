import type { ActionId, RehearsalEvent } from '../events/events';
import { duration } from '../report/duration';
import { plain } from './paint';

interface RunningAction extends ActionId {
  readonly startedAt: number;
  /** What it printed last. */
  line?: string;
}

/** The actions at work now, with the last line that each has printed. */
export class RunningActions {
  private readonly actions = new Map<string, RunningAction>();

  constructor(private readonly now: () => number) {}

  start({ stage, action }: ActionId): void {
    this.actions.set(`${stage}/${action}`, { stage, action, startedAt: this.now() });
  }

  output({ stage, action, line }: Extract<RehearsalEvent, { type: 'action-output' }>): void {
    const running = this.actions.get(`${stage}/${action}`);
    const text = plain(line).trim();
    if (running !== undefined && text !== '') running.line = text;
  }

  end({ stage, action }: ActionId): void {
    this.actions.delete(`${stage}/${action}`);
  }

  /** `Alpha/Verify 3 s, Alpha/Measure 3 s: the last line`; empty if nothing is at work. */
  describe(): string {
    const running = [...this.actions.values()];
    const names = running.map(
      ({ stage, action, startedAt }) => `${stage}/${action} ${duration((this.now() - startedAt) / 1000)}`,
    );
    const last = running.at(-1)?.line;
    return last === undefined ? names.join(', ') : `${names.join(', ')}: ${last}`;
  }
}
