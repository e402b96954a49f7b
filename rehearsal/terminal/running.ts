import type { ActionId, RehearsalEvent } from '../events';
import { duration } from '../report/duration';
import { plain } from './paint';

/** Lines of a job's output that are shown when it failed. */
const tailLines = 25;

interface RunningAction extends ActionId {
  readonly startedAt: number;
  readonly tail: string[];
}

/** The actions at work now, with the last lines that each has printed. */
export class RunningActions {
  private readonly actions = new Map<string, RunningAction>();

  constructor(private readonly now: () => number) {}

  start({ stage, action }: ActionId): void {
    this.actions.set(`${stage}/${action}`, { stage, action, startedAt: this.now(), tail: [] });
  }

  output({ stage, action, line }: Extract<RehearsalEvent, { type: 'action-output' }>): void {
    const tail = this.actions.get(`${stage}/${action}`)?.tail;
    const text = plain(line).trimEnd();
    if (tail === undefined || text === '') return;
    tail.push(text);
    if (tail.length > tailLines) tail.shift();
  }

  /** @returns the last lines that it printed */
  end({ stage, action }: ActionId): readonly string[] {
    const key = `${stage}/${action}`;
    const tail = this.actions.get(key)?.tail ?? [];
    this.actions.delete(key);
    return tail;
  }

  /** `Dev/Smoke 3 s, Dev/LoadTest 3 s: the last line`; empty if nothing is at work. */
  describe(): string {
    const running = [...this.actions.values()];
    const names = running.map(
      ({ stage, action, startedAt }) => `${stage}/${action} ${duration((this.now() - startedAt) / 1000)}`,
    );
    const last = running.at(-1)?.tail.at(-1);
    return last === undefined ? names.join(', ') : `${names.join(', ')}: ${last.trim()}`;
  }
}
