import type { AlarmState, DescribedAlarm, Transition } from '../../../checks/alarms/alarm-record';
import type { AlarmSource } from '../../../checks/alarms/alarm-source';
import type { FeedQuestion } from '../../../checks/alarms/feeds';
import { lookEverySeconds, watchAlarms } from '../../../checks/alarms/watch';
import { watchWindow } from '../../../checks/alarms/watch-window';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { arnOf, at, bakeSeconds, declared, described, turned } from '../support/alarm-records';

/** CloudWatch with a script: which alarms there are, and how their states change as the clock runs. */
class ScriptedSource implements AlarmSource {
  readonly asked: { region: string; names: readonly string[] }[] = [];
  readonly histories: { region: string; names: readonly string[] }[] = [];
  readonly questions: FeedQuestion[] = [];
  silent = new Set<string>();
  now = at(65);

  constructor(
    private readonly alarms: readonly DeclaredAlarm[],
    private readonly changes: Readonly<Record<string, readonly Transition[]>> = {},
  ) {}

  async describe(region: string, names: readonly string[]): Promise<readonly DescribedAlarm[]> {
    this.asked.push({ region, names });
    return this.alarms
      .filter((alarm) => alarm.region === region && names.includes(alarm.name))
      .map((alarm) => described(alarm, { state: this.state(alarm.name) }));
  }

  async history(region: string, names: readonly string[], from: Date, to: Date) {
    this.histories.push({ region, names });
    const changes = names.map(
      (name) => [name, (this.changes[name] ?? []).filter(({ at: time }) => time >= from && time <= to)] as const,
    );
    return new Map<string, readonly Transition[]>(changes);
  }

  async fed(_region: string, questions: readonly FeedQuestion[]): Promise<readonly boolean[]> {
    this.questions.push(...questions);
    return questions.map(({ source }) => !this.silent.has(source.metric));
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

async function watch(
  source: ScriptedSource,
  { clockFactor = 1, list = alarms, unfed = new Map<string, string>() } = {},
) {
  const said: string[] = [];
  const waits: number[] = [];
  const window = watchWindow({ startedAt: at(0), endedAt: at(60) }, bakeSeconds, clockFactor);
  const outcome = await watchAlarms({
    declared: list,
    arnOf,
    window,
    source,
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

  test('asks each region for its own alarms, whatever the region of the others', async () => {
    const source = new ScriptedSource(alarms);
    await watch(source);
    const regions = new Set(source.asked.map(({ region }) => region));
    expect(regions).toEqual(new Set(['us-east-1', 'eu-west-1']));
    expect(source.asked.find(({ region }) => region === 'eu-west-1')?.names).toEqual(['tap-dev-edge']);
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
    expect(reasons).toEqual([expect.stringMatching(/eu-west-1:111111111111:alarm:tap-dev-edge .*doesn't exist/)]);
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
    const lasting = { 'tap-dev-cpu': [turned(50, 'OK', 'ALARM')] };
    expect((await watch(new ScriptedSource(alarms, lasting))).verdict).toBe('fail');
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

  test('fails without any declared alarm', async () => {
    expect((await watch(new ScriptedSource([]), { list: [] })).verdict).toBe('fail');
  });
});
