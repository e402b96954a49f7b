import { CodedError } from '@delivery/coded-error';
import { lookEverySeconds } from '../../../contracts/alarm-timing';
import { at, bakeSeconds, declared, turned } from '../support/alarm-records';
import { alarms, ScriptedSource, watch } from '../support/scripted-source';

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

  test('keeps what it has seen where it is told to end, asks for nothing more, and calls nothing good', async () => {
    const source = new ScriptedSource(alarms);
    const { verdict, reasons, measurements } = await watch(source, { endedAfter: 60 });
    expect(verdict).toBe('not judged');
    expect(reasons).toEqual(['Nothing could be judged.']);
    expect(source.histories).toEqual([]);
    const value = (name: string) => measurements.find((one) => one.name === name)?.value;
    expect(value('alarms found')).toBe(alarms.length);
    expect(value('alarms judged good')).toBe(0);
    expect(value('watched')).toBeGreaterThan(0);
  });

  test('has nothing to keep where it is told to end before its first look', async () => {
    const source = new ScriptedSource(alarms);
    source.failing = () => true;
    await expect(watch(source, { endedAfter: 0 })).rejects.toBe('SIGTERM');
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

  test('fails without any declared alarm', async () => {
    expect((await watch(new ScriptedSource([]), { list: [] })).verdict).toBe('fail');
  });
});
