import { feedQuestions } from '../../../checks/alarms/feeds';
import { watchWindow } from '../../../checks/alarms/watch-window';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { at, bakeSeconds, bakeWindow, declared, described } from '../support/alarm-records';

const [source] = described(declared()).sources;
if (!source) throw new Error('no source');
const errors = { ...source, metric: 'HTTPCode_Target_5XX_Count', stat: 'Sum' };
const requests = { ...source, metric: 'RequestCount', stat: 'Sum' };
const counter: DeclaredAlarm = declared({ fedBy: { HTTPCode_Target_5XX_Count: 'RequestCount' } });

/** Names of the series that must have data. */
function names(...asked: Parameters<typeof feedQuestions>): readonly string[] {
  return feedQuestions(...asked).map(({ name }) => name);
}

describe('the series that must have data', () => {
  test('are those of the alarm, in the last full period of the load where they prove traffic', () => {
    const window = watchWindow({ startedAt: at(0), endedAt: at(180) }, bakeSeconds, 1);
    expect(feedQuestions(declared(), described(declared()), window)).toEqual([
      {
        name: 'AWS/ApplicationELB TargetResponseTime',
        asked: source,
        from: at(120),
        to: at(180),
        periodSeconds: 60,
      },
    ]);
  });

  test('may have them in a last period that the load did not fill, as data points bear its start', () => {
    const window = watchWindow({ startedAt: at(0), endedAt: at(190) }, bakeSeconds, 1);
    expect(feedQuestions(declared(), described(declared()), window)[0]).toMatchObject({ from: at(120), to: at(240) });
  });

  test('must have them in the last period of the watch that can have arrived where they prove no traffic', () => {
    const [question] = feedQuestions(declared({ feed: 'watch' }), described(declared()), bakeWindow);
    // The watch ends at 660, and what was of 480 to 540 has arrived by then.
    expect(question).toMatchObject({ from: at(480), to: bakeWindow.endsAt });
  });

  test('are asked for from the start of the period that the load began in, if that is its last', () => {
    const window = watchWindow({ startedAt: at(70), endedAt: at(110) }, bakeSeconds, 1);
    expect(feedQuestions(declared(), described(declared()), window)[0]).toMatchObject({ from: at(60), to: at(120) });
  });

  test('have periods by the clock that runs here', () => {
    const window = watchWindow({ startedAt: at(70), endedAt: at(110) }, bakeSeconds, 20);
    const [question] = feedQuestions(declared(), described(declared()), window);
    expect(question).toMatchObject({ periodSeconds: 3, from: at(105), to: at(111) });
  });

  test('are the named witness for a counter that is published only when it is not zero', () => {
    expect(feedQuestions(counter, described(counter, { sources: [errors] }), bakeWindow)).toMatchObject([
      { name: 'AWS/ApplicationELB RequestCount', asked: { ...requests, dimensions: source.dimensions } },
    ]);
  });

  test('are asked for once where the alarm looks at the witness itself', () => {
    const sources = [errors, requests];
    expect(names(counter, described(counter, { sources }), bakeWindow)).toEqual(['AWS/ApplicationELB RequestCount']);
  });

  test('are all others too, so that a mistyped name beside a good witness is silent', () => {
    const sources = [errors, { ...source, metric: 'TargetResponsTime' }];
    expect(names(counter, described(counter, { sources }), bakeWindow)).toEqual([
      'AWS/ApplicationELB RequestCount',
      'AWS/ApplicationELB TargetResponsTime',
    ]);
    const mistyped = [{ ...errors, metric: 'HTTPCode_Target_5XX_Cout' }];
    expect(names(counter, described(counter, { sources: mistyped }), bakeWindow)).toEqual([
      'AWS/ApplicationELB HTTPCode_Target_5XX_Cout',
    ]);
  });

  test('is the answer of a query that names no metric', () => {
    const query = { id: 'q', source: undefined, expression: 'SELECT MAX(CPUUtilization) FROM "AWS/ECS"', judged: true };
    const insights = described(declared(), { sources: [], queries: [query] });
    expect(feedQuestions(declared({ periodSeconds: 60 }), insights, bakeWindow)).toMatchObject([
      { name: 'its query', asked: [query], periodSeconds: 60 },
    ]);
  });

  test('are none for an alarm that looks at nothing, and none for one that never counts', () => {
    expect(names(counter, described(declared(), { sources: [] }), bakeWindow)).toEqual([]);
    expect(names(declared({ part: 'never' }), described(declared()), bakeWindow)).toEqual([]);
  });

  test('are none for an alarm that is asked for no data', () => {
    const idle = declared({ feed: 'none', reason: 'no journey reaches it' });
    expect(names(idle, described(idle), bakeWindow)).toEqual([]);
  });
});
