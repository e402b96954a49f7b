import type { LogQuestion } from '../../../checks/alarms/task-log';
import { deliverySeconds, lookEverySeconds } from '../../../contracts/alarm-timing';
import { at, declared, described } from '../support/alarm-records';
import { alarms, ScriptedSource, watch } from '../support/scripted-source';

describe('what a watch counts of the load', () => {
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
});
