import { CodedError } from '@delivery/coded-error';
import type { AlarmState, DescribedAlarm, Transition } from '../../../checks/alarms/alarm-record';
import type { AlarmSource } from '../../../checks/alarms/alarm-source';
import type { FeedQuestion } from '../../../checks/alarms/feeds';
import type { SeriesQuestion } from '../../../checks/alarms/series';
import type { LogQuestion, TaskLog } from '../../../checks/alarms/task-log';
import { temporarily } from '../../../checks/alarms/temporary-failure';
import { watchAlarms } from '../../../checks/alarms/watch';
import { watchWindow } from '../../../checks/alarms/watch-window';
import { deliverySeconds, lookEverySeconds } from '../../../contracts/alarm-timing';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { arnOf, at, bakeSeconds, declared, described, turned } from '../support/alarm-records';

/** CloudWatch with a script: which alarms there are, and how their states change as the clock runs. */
class ScriptedSource implements AlarmSource {
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

const alarms = [
  declared(),
  declared({ name: 'tap-dev-edge', region: 'eu-west-1' }),
  declared({ name: 'tap-dev-cpu', part: 'after the load', reason: 'scales', feed: 'watch' }),
];

interface LoggedTasks {
  readonly least: number;
  readonly marked: TaskLog['marked'];
}

async function watch(
  source: ScriptedSource,
  {
    clockFactor = 1,
    list = alarms,
    unfed = new Map<string, string>(),
    doors = {} as Record<string, number>,
    tasks = undefined as LoggedTasks | undefined,
  } = {},
) {
  const said: string[] = [];
  const waits: number[] = [];
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
    say: (line) => said.push(line),
    now: () => source.now,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      source.now = new Date(source.now.getTime() + milliseconds);
    },
  });
  return { ...outcome, said, waits, window };
}

describe('the watch over the alarms', () => {
  test('lasts to the end of the bake time and passes if nothing happens', async () => {
    const source = new ScriptedSource(alarms);
    const { verdict, reasons, waits, window } = await watch(source);
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
    expect(source.now).toEqual(window.endsAt);
    expect(Math.max(...waits)).toBe(lookEverySeconds * 1000);
  });

  test('asks each region for all alarms of the environment', async () => {
    const source = new ScriptedSource(alarms);
    await watch(source);
    const asked = new Set(source.asked.map(({ region, prefix }) => `${region} ${prefix}`));
    expect(asked).toEqual(new Set(['us-east-1 tap-dev-', 'eu-west-1 tap-dev-']));
  });

  test('asks each region once for all histories, but for those of alarms that never count', async () => {
    const list = [...alarms, declared({ name: 'tap-dev-canary', part: 'never', reason: 'on purpose', feed: 'none' })];
    const source = new ScriptedSource(list);
    expect((await watch(source, { list })).verdict).toBe('pass');
    expect(source.histories).toEqual([
      { region: 'us-east-1', names: ['tap-dev-errors', 'tap-dev-cpu'] },
      { region: 'eu-west-1', names: ['tap-dev-edge'] },
    ]);
  });

  test('is shorter, and looks more often, where the clock runs faster', async () => {
    const source = new ScriptedSource(alarms);
    const { window, waits } = await watch(source, { clockFactor: 20 });
    expect(window.endsAt).toEqual(at(60 + bakeSeconds / 20));
    expect(source.now).toEqual(window.endsAt);
    expect(Math.max(...waits)).toBe((lookEverySeconds * 1000) / 20);
  });

  test('stops at once for an alarm that does not exist', async () => {
    const source = new ScriptedSource(alarms.slice(1));
    const { verdict, reasons, waits } = await watch(source);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([expect.stringMatching(/us-east-1:111111111111:alarm:tap-dev-errors .*doesn't exist/)]);
    expect(waits).toEqual([]);
  });

  test('does not take an alarm of the same name in another region for it', async () => {
    const elsewhere = alarms.map((alarm) =>
      alarm.name === 'tap-dev-edge' ? { ...alarm, region: 'us-east-1' } : alarm,
    );
    const { verdict, reasons } = await watch(new ScriptedSource(elsewhere));
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([
      expect.stringMatching(/eu-west-1:111111111111:alarm:tap-dev-edge .*doesn't exist/),
      expect.stringMatching(/us-east-1:111111111111:alarm:tap-dev-edge is not declared/),
    ]);
  });

  test('stops at once for an alarm that nobody declared', async () => {
    const source = new ScriptedSource([...alarms, declared({ name: 'tap-dev-by-hand' })]);
    const { verdict, reasons, waits, said } = await watch(source);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([expect.stringMatching(/tap-dev-by-hand is not declared/)]);
    expect(waits).toEqual([]);
    expect(said).toContain('  tap-dev-by-hand is not declared: there is nothing to wait for.');
  });

  test('passes over alarms of others', async () => {
    expect((await watch(new ScriptedSource([...alarms, declared({ name: 'tap-prod-any' })]))).verdict).toBe('pass');
  });

  test('stops as soon as an alarm is changed by hand', async () => {
    const source = new ScriptedSource(alarms);
    source.handwork = (name, now) =>
      name === 'tap-dev-cpu' && now >= at(200)
        ? { settings: { threshold: '99', 'dimension LoadBalancer': 'app/a/b' } }
        : {};
    const { verdict, reasons } = await watch(source);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([
      'The alarm tap-dev-cpu was changed by hand: threshold is 99, declared 1. Deploy its stack again.',
    ]);
    expect(source.now).toEqual(at(200));
  });

  test('finds an alarm that was changed after the load had begun, and back before anybody looked', async () => {
    const source = new ScriptedSource(alarms);
    source.handwork = (name) => ({ configuredAt: name === 'tap-dev-edge' ? at(1) : at(0) });
    const { verdict, reasons } = await watch(source);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([
      'The alarm tap-dev-edge was changed by hand: it was changed last at 2026-01-01T12:00:01.000Z, after the load had begun. Deploy its stack again.',
    ]);
  });

  test('stops as soon as an alarm fires during the bake time', async () => {
    const source = new ScriptedSource(alarms, { 'tap-dev-errors': [turned(200, 'OK', 'ALARM')] });
    const { verdict, reasons } = await watch(source);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([
      expect.stringMatching(/tap-dev-errors was in ALARM at 2026-01-01T12:03:20.000Z and is still/),
    ]);
    expect(source.now.getTime()).toBeLessThanOrEqual(at(200 + lookEverySeconds).getTime());
  });

  test('finds an alarm that fired and recovered between two looks', async () => {
    const blink = [turned(201, 'OK', 'ALARM'), turned(202, 'ALARM', 'OK')];
    const { verdict, reasons } = await watch(new ScriptedSource(alarms, { 'tap-dev-errors': blink }));
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([
      expect.stringMatching(/was in ALARM at 2026-01-01T12:03:21.000Z and has recovered since/),
    ]);
  });

  test('finds an alarm that fired and recovered during the load, before the watch began', async () => {
    const blink = [turned(10, 'OK', 'ALARM'), turned(50, 'ALARM', 'OK')];
    expect((await watch(new ScriptedSource(alarms, { 'tap-dev-errors': blink }))).verdict).toBe('fail');
  });

  test('lets an alarm for after the load settle', async () => {
    const settling = { 'tap-dev-cpu': [turned(50, 'OK', 'ALARM'), turned(200, 'ALARM', 'OK')] };
    expect((await watch(new ScriptedSource(alarms, settling))).verdict).toBe('pass');
  });

  test('waits beyond the bake time for capacity to cool down, and no longer than it takes', async () => {
    const cooling = { 'tap-dev-cpu': [turned(50, 'OK', 'ALARM'), turned(700, 'ALARM', 'OK')] };
    const source = new ScriptedSource(alarms, cooling);
    const { verdict, said } = await watch(source);
    expect(verdict).toBe('pass');
    expect(source.now.getTime()).toBeLessThan(at(700 + 2 * lookEverySeconds).getTime());
    expect(said.filter((line) => line.includes('still being given back'))).not.toEqual([]);
  });

  test('waits for capacity one window beyond the bake time at most', async () => {
    const source = new ScriptedSource(alarms, { 'tap-dev-cpu': [turned(50, 'OK', 'ALARM')] });
    const { verdict, reasons, window } = await watch(source);
    expect(verdict).toBe('fail');
    expect(reasons).toEqual([expect.stringMatching(/tap-dev-cpu was fired by the load and is still in ALARM/)]);
    expect(source.now).toEqual(new Date(window.endsAt.getTime() + (180 + 120) * 1000));
  });

  test('stops at once for an alarm for after the load that fires when the load has left its periods', async () => {
    const source = new ScriptedSource(alarms, { 'tap-dev-cpu': [turned(500, 'OK', 'ALARM')] });
    expect((await watch(source)).verdict).toBe('fail');
    expect(source.now.getTime()).toBeLessThanOrEqual(at(500 + lookEverySeconds).getTime());
  });

  test('tells of single looks that failed, and goes on', async () => {
    const source = new ScriptedSource(alarms);
    source.failing = (now) => now >= at(200) && now < at(230);
    const { verdict, said, measurements } = await watch(source);
    expect(verdict).toBe('pass');
    const failed = said.flatMap((line, index) => (line.includes('This look failed') ? index : []));
    expect(failed).toHaveLength(2);
    expect(said.filter((line) => line.includes('No alarm that counts is firing'))).not.toEqual([]);
    // Between two that failed nobody has seen that none is firing.
    expect(failed[1]).toBe((failed[0] ?? 0) + 1);
    expect(measurements).toContainEqual({ name: 'looks that failed', value: 2, unit: 'count' });
  });

  test('does not end with a look that failed', async () => {
    const source = new ScriptedSource(alarms, { 'tap-dev-errors': [turned(655, 'OK', 'ALARM')] });
    source.failing = (now) => now >= at(655) && now < at(670);
    expect((await watch(source)).verdict).toBe('fail');
  });

  test('gives up after three looks in a row that failed', async () => {
    const source = new ScriptedSource(alarms);
    source.failing = (now) => now >= at(200);
    await expect(watch(source)).rejects.toThrow('TAP3204: not now');
    expect(source.now.getTime()).toBeLessThan(at(200 + 4 * lookEverySeconds).getTime());
  });

  test('does not try again what is refused', async () => {
    const source = new ScriptedSource(alarms);
    source.failing = () => true;
    source.failure = new CodedError('TAP3201', 'refused');
    await expect(watch(source)).rejects.toThrow('TAP3201: refused');
    expect(source.now).toEqual(at(65));
  });

  test('asks once more for histories that did not come', async () => {
    const source = new ScriptedSource(alarms);
    source.failingHistories = 1;
    expect((await watch(source)).verdict).toBe('pass');
    source.failingHistories = 2;
    await expect(watch(source)).rejects.toThrow('TAP3204: not now');
    source.failingHistories = 1;
    source.failure = new CodedError('TAP3202', 'unreadable');
    await expect(watch(source)).rejects.toThrow('TAP3202: unreadable');
  });

  test('is not judged if traffic is silent', async () => {
    const source = new ScriptedSource(alarms);
    source.silent.add('TargetResponseTime');
    const { verdict, reasons } = await watch(source);
    expect(verdict).toBe('not judged');
    expect(reasons).toHaveLength(alarms.length);
    expect(source.questions).toHaveLength(alarms.length);
  });

  test('names alarms that nothing can feed here before it begins and in its report, not among its reasons', async () => {
    const source = new ScriptedSource(alarms);
    source.silent.add('TargetResponseTime');
    const unfed = new Map(alarms.slice(1).map(({ name }) => [name, 'no such metric on a laptop']));
    const { verdict, reasons, checks, said } = await watch(source, { unfed });
    expect(verdict).toBe('not judged');
    expect(reasons).toHaveLength(1);
    for (const name of unfed.keys()) {
      expect(said.filter((line) => line.includes(`can feed ${name}`))).toHaveLength(1);
      expect(checks.find((check) => check.name === name)?.status).toBe('excused');
    }
  });

  describe('at the tasks', () => {
    /** The load balancer has counted all; the log holds what it says at each question. */
    const logged = async (...answers: (number | undefined)[]) => {
      const source = new ScriptedSource(alarms);
      source.course = [1_000];
      const questions: LogQuestion[] = [];
      const marked = async (question: LogQuestion) => answers[Math.min(questions.push(question), answers.length) - 1];
      return { questions, ...(await watch(source, { tasks: { least: 1_000, marked } })) };
    };

    test.each([[990], [1_000], [1_010]])('takes %i of 1000 for all', async (found) => {
      const { verdict, questions, measurements, subject } = await logged(found);
      expect(verdict).toBe('pass');
      expect(questions).toEqual([
        { region: 'us-east-1', group: 'services', runId: 'run-1', from: at(-60), to: at(120) },
      ]);
      expect(measurements).toContainEqual({
        name: 'requests logged by the tasks',
        value: found,
        unit: 'count',
        limit: { atLeast: 990 },
      });
      expect(subject?.tasks).toBe(`${found} of 1000 to 1000 requests were logged in services.`);
    });

    test('asks again where logs are late', async () => {
      const { verdict, said, questions } = await logged(200, 700, 1_000);
      expect(verdict).toBe('pass');
      expect(questions).toHaveLength(3);
      expect(said.filter((line) => line.includes("The tasks' log holds"))).toHaveLength(2);
    });

    test('stops where they hold less at last, however often they are asked', async () => {
      const { verdict, reasons, questions } = await logged(989);
      expect(verdict).toBe('fail');
      expect(reasons).toEqual([expect.stringMatching(/logged 989 requests .* at least 990 are allowed/)]);
      expect(questions).toHaveLength(1 + deliverySeconds / lookEverySeconds);
    });

    test('stops where they hold nothing of it, and says what may be configured', async () => {
      const { verdict, reasons } = await logged(0);
      expect(verdict).toBe('fail');
      expect(reasons).toEqual([expect.stringMatching(/No line of services has .* gates\.loadRunLog: false/)]);
    });

    test('stops where they hold more', async () => {
      const { verdict, reasons, questions } = await logged(1_011);
      expect({ verdict, questions: questions.length }).toEqual({ verdict: 'fail', questions: 1 });
      expect(reasons).toEqual([expect.stringMatching(/logged 1011 .* k6 sent 1000; at most 1010 .* again/)]);
    });

    test('is not judged without the log group', async () => {
      const { verdict, reasons } = await logged(undefined);
      expect(verdict).toBe('not judged');
      expect(reasons).toEqual([expect.stringMatching(/log group services .* does not exist/)]);
    });

    test('says so where they log nothing by configuration', async () => {
      const { verdict, subject, checks } = await watch(new ScriptedSource(alarms));
      expect(verdict).toBe('pass');
      expect(subject?.tasks).toContain('gates.loadRunLog');
      expect(checks.at(-1)).toMatchObject({ name: 'what was sent came to the tasks', status: 'not counted' });
    });
  });

  test('names memory that only grows over the load, and does not stop for it', async () => {
    const source = new ScriptedSource(alarms);
    const [one] = described(declared()).sources;
    if (!one) throw new Error('no source');
    const dimensions = [{ name: 'ServiceName', value: 'catalog' }];
    const sources = [{ ...one, namespace: 'AWS/ECS', metric: 'MemoryUtilization', stat: 'Average', dimensions }];
    source.handwork = (name) => (name === 'tap-dev-cpu' ? { sources } : {});
    source.course = [30, 33, 36, 40];
    const { verdict, notes, subject, measurements } = await watch(source);
    expect({ verdict, notes }).toEqual({ verdict: 'pass', notes: ['memory only grows'] });
    expect(subject?.memory).toBe('catalog: only grew, 30, 33, 36, 40 percent.');
    expect(measurements).toContainEqual({
      name: 'growth of memory of catalog over the load',
      value: 10,
      unit: 'percentage points',
    });
    expect(source.counted).toEqual([
      {
        region: 'us-east-1',
        source: { ...sources[0], stat: 'Maximum' },
        from: at(0),
        to: at(60),
        periodSeconds: 60,
      },
    ]);
  });

  test("holds what the load sent against what the door's own metric counts, by the clock that runs here", async () => {
    const source = new ScriptedSource(alarms);
    const [one] = described(declared()).sources;
    if (!one) throw new Error('no source');
    const sources = [{ ...one, namespace: 'AWS/ApiGateway', metric: '5XXError' }];
    source.handwork = (name) => (name === 'tap-dev-edge' ? { sources } : {});
    expect((await watch(source, { doors: { api: 100, cloudfront: 0 }, clockFactor: 20 })).verdict).toBe('pass');
    expect(source.counted).toEqual([
      {
        region: 'eu-west-1',
        source: { ...sources[0], metric: 'Count', stat: 'Sum' },
        from: at(0),
        to: at(60),
        periodSeconds: 3,
      },
    ]);
    const { verdict, reasons } = await watch(source, { doors: { api: 102 }, clockFactor: 20 });
    expect({ verdict, reasons }).toEqual({
      verdict: 'fail',
      reasons: [expect.stringMatching(/sent 102 requests through api, and the door counted 100; at least 101/)],
    });
    expect((await watch(source, { doors: { cloudfront: 1 } })).reasons).toEqual([
      expect.stringMatching(/through cloudfront, and the door's own counter has no data/),
    ]);
  });

  test('fails without any declared alarm', async () => {
    expect((await watch(new ScriptedSource([]), { list: [] })).verdict).toBe('fail');
  });
});
