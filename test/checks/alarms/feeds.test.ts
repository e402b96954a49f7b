import { feedQuestions } from '../../../checks/alarms/feeds';
import { watchWindow } from '../../../checks/alarms/watch-window';
import { at, bakeSeconds, bakeWindow, declared, described } from '../support/alarm-records';

describe('the metrics that must have data', () => {
  test('are those of the alarm, in the window of the load where they prove traffic', () => {
    const questions = feedQuestions(declared(), described(declared()), bakeWindow);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({
      source: { metric: 'TargetResponseTime' },
      from: at(0),
      to: at(60),
      periodSeconds: 60,
    });
  });

  test('have the whole watch for it where they prove none', () => {
    const [question] = feedQuestions(declared({ feed: 'watch' }), described(declared()), bakeWindow);
    expect(question).toMatchObject({ from: at(0), to: bakeWindow.endsAt });
  });

  test('are asked for from the start of the period that the load began in: data points bear that time', () => {
    const window = watchWindow({ startedAt: at(70), endedAt: at(110) }, bakeSeconds, 1);
    expect(feedQuestions(declared(), described(declared()), window)[0]).toMatchObject({ from: at(60), to: at(120) });
  });

  test('have periods by the clock that runs here', () => {
    const window = watchWindow({ startedAt: at(70), endedAt: at(110) }, bakeSeconds, 20);
    const [question] = feedQuestions(declared(), described(declared()), window);
    expect(question).toMatchObject({ periodSeconds: 3, from: at(69), to: at(111) });
  });

  test('are the named feed for a counter that is published only when it is not zero', () => {
    const counter = declared({ fedBy: 'RequestCount' });
    const [question, ...more] = feedQuestions(counter, described(counter), bakeWindow);
    expect(more).toEqual([]);
    expect(question?.source).toEqual({ ...described(counter).sources[0], metric: 'RequestCount', stat: 'Sum' });
  });

  test('are that one of several metrics that is named as the feed', () => {
    const ratio = declared({ fedBy: 'RequestCount' });
    const [source] = described(ratio).sources;
    if (!source) throw new Error('no source');
    const sources = [
      { ...source, metric: 'HTTPCode_Target_5XX_Count' },
      { ...source, metric: 'RequestCount', stat: 'Sum' },
    ];
    const questions = feedQuestions(ratio, described(ratio, { sources }), bakeWindow);
    expect(questions.map(({ source: { metric } }) => metric)).toEqual(['RequestCount']);
  });

  test('are all metrics of a calculated alarm without a named feed', () => {
    const [source] = described(declared()).sources;
    if (!source) throw new Error('no source');
    const sources = [source, { ...source, metric: 'Other' }];
    expect(feedQuestions(declared(), described(declared(), { sources }), bakeWindow)).toHaveLength(2);
  });

  test('are none for an alarm without metrics, and none for one that never counts', () => {
    expect(
      feedQuestions(declared({ fedBy: 'RequestCount' }), described(declared(), { sources: [] }), bakeWindow),
    ).toEqual([]);
    expect(feedQuestions(declared({ part: 'never' }), described(declared()), bakeWindow)).toEqual([]);
  });

  test('are none for an alarm that is asked for no data', () => {
    const idle = declared({ feed: 'none', reason: 'no journey reaches it', fedBy: 'RequestCount' });
    expect(feedQuestions(idle, described(idle), bakeWindow)).toEqual([]);
  });
});
