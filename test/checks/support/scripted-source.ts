import type { AlarmState, DescribedAlarm, Transition } from '../../../checks/alarms/alarm-record';
import type { AlarmSource } from '../../../checks/alarms/alarm-source';
import type { FeedQuestion } from '../../../checks/alarms/feeds';
import type { SeriesQuestion } from '../../../checks/alarms/series';
import type { TaskLog } from '../../../checks/alarms/task-log';
import { temporarily } from '../../../checks/alarms/temporary-failure';
import { watchAlarms } from '../../../checks/alarms/watch';
import { watchWindow } from '../../../checks/alarms/watch-window';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { arnOf, at, bakeSeconds, declared, described } from './alarm-records';

/** CloudWatch with a script: which alarms there are, and how their states change as the clock runs. */
export class ScriptedSource implements AlarmSource {
  readonly asked: { region: string; prefix: string }[] = [];
  readonly histories: { region: string; names: readonly string[] }[] = [];
  readonly questions: FeedQuestion[] = [];
  silent = new Set<string>();
  failing: (now: Date) => boolean = () => false;
  failingHistories = 0;
  failure: Error = temporarily('not now');
  now = at(65);

  constructor(
    private readonly alarms: readonly DeclaredAlarm[],
    private readonly changes: Readonly<Record<string, readonly Transition[]>> = {},
  ) {}

  /** What somebody makes of an alarm by hand, by its name. */
  handwork: (name: string, now: Date) => Partial<DescribedAlarm> = () => ({});

  async describe(region: string, prefix: string): Promise<readonly DescribedAlarm[]> {
    this.asked.push({ region, prefix });
    if (this.failing(this.now)) throw this.failure;
    return this.alarms
      .filter((alarm) => alarm.region === region && alarm.name.startsWith(prefix))
      .map((alarm) => described(alarm, { state: this.state(alarm.name), ...this.handwork(alarm.name, this.now) }));
  }

  async history(region: string, names: readonly string[], from: Date, to: Date) {
    this.histories.push({ region, names });
    if (this.failingHistories-- > 0) throw this.failure;
    const changes = names.map(
      (name) => [name, (this.changes[name] ?? []).filter(({ at: time }) => time >= from && time <= to)] as const,
    );
    return new Map<string, readonly Transition[]>(changes);
  }

  async fed(_region: string, questions: readonly FeedQuestion[]): Promise<readonly boolean[]> {
    this.questions.push(...questions);
    return questions.map(({ name }) => !this.silent.has(name.split(' ')[1] ?? ''));
  }

  readonly counted: SeriesQuestion[] = [];
  course: readonly number[] = [500, 1_500];

  async values(question: SeriesQuestion): Promise<readonly number[]> {
    this.counted.push(question);
    return this.course;
  }

  private state(name: string): AlarmState {
    return (this.changes[name] ?? []).filter(({ at: time }) => time <= this.now).at(-1)?.to ?? 'OK';
  }
}

/** Two regions, and one that the load may fire. */
export const alarms = [
  declared(),
  declared({ name: 'tap-dev-edge', region: 'eu-west-1' }),
  declared({ name: 'tap-dev-cpu', part: 'after the load', reason: 'scales', feed: 'watch' }),
];

interface LoggedTasks {
  readonly least: number;
  readonly marked: TaskLog['marked'];
}

/** Watches them over a load of a minute, on a clock that only waits move. */
export async function watch(
  source: ScriptedSource,
  {
    clockFactor = 1,
    list = alarms,
    unfed = new Map<string, string>(),
    doors = {} as Record<string, number>,
    tasks = undefined as LoggedTasks | undefined,
    /** Seconds of waiting after which the watch is told to end. */
    endedAfter = Number.POSITIVE_INFINITY,
  } = {},
) {
  const said: string[] = [];
  const waits: number[] = [];
  const controller = new AbortController();
  const window = watchWindow({ startedAt: at(0), endedAt: at(60) }, bakeSeconds, clockFactor);
  const outcome = await watchAlarms({
    declared: list,
    prefix: 'tap-dev-',
    arnOf,
    window,
    sent: { runId: 'run-1', doors, tasks: { least: tasks?.least ?? 0, most: tasks?.least ?? 0 } },
    source,
    tasks: tasks && { log: { marked: tasks.marked }, region: 'us-east-1', group: 'services' },
    unfed,
    signal: controller.signal,
    say: (line) => said.push(line),
    now: () => source.now,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      source.now = new Date(source.now.getTime() + milliseconds);
      if (waits.reduce((sum, wait) => sum + wait, 0) >= endedAfter * 1000) controller.abort('SIGTERM');
      controller.signal.throwIfAborted();
    },
  });
  return { ...outcome, said, waits, window };
}
