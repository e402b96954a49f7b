import { PassThrough } from 'node:stream';
import type { RehearsalEvent } from '../../src/events/events';
import { type Approver, approvalExecutor, type DeadlineClock } from '../../src/executors/approval';
import { deadlineClock } from '../../src/executors/deadline-clock';
import { terminalApprover, yesApprover } from '../../src/executors/terminal-approver';
import { faultyApproval } from '../../src/faults/faulty-approval';
import type { ApprovalConfiguration } from '../../src/model/action-configuration';
import { actionRun, fakeCloud } from './fake-cloud';

const configuration: ApprovalConfiguration = { kind: 'approval', text: 'p95 #{Alpha@Measure.P95_MS} ms' };
const variables = new Map([['Alpha@Measure', { P95_MS: '120' }]]);

/** A clock that reaches deadlines when it is told to. */
function fakeClock() {
  let reach: () => void = () => undefined;
  const waits: number[] = [];
  const clock: DeadlineClock = {
    waitMinutes: (minutes, signal) => {
      waits.push(minutes);
      return new Promise((resolve, reject) => {
        reach = resolve;
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
  };
  return { clock, waits, reach: () => reach() };
}

const never: Approver = { decide: () => new Promise(() => undefined) };

function decide(
  approver: Approver,
  clock: DeadlineClock,
  more: Parameters<typeof actionRun<ApprovalConfiguration>>[1] = {},
) {
  const { run, events } = actionRun(configuration, { variables, ...more });
  const executor = approvalExecutor({ cloud: fakeCloud().cloud, clockFactor: 20 }, approver, clock);
  return { outcome: executor(run), events };
}

describe('an approval', () => {
  test('shows its text with variables replaced, and passes when it is approved', async () => {
    const { outcome, events } = decide(yesApprover, fakeClock().clock);
    expect(await outcome).toMatchObject({ verdict: 'pass' });
    expect(events).toEqual([
      expect.objectContaining({ type: 'approval-asked', text: 'p95 120 ms' }),
      expect.objectContaining({ type: 'approval-answered', answer: 'approved', by: '--yes' }),
    ]);
  });

  test('fails when it is rejected', async () => {
    const no: Approver = { decide: async () => ({ answer: 'rejected', by: 'somebody' }) };
    const { outcome } = decide(no, fakeClock().clock);
    expect(await outcome).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('somebody') });
  });

  test('fails at its deadline on the pipeline clock, which the fake reaches at once', async () => {
    const { clock, waits, reach } = fakeClock();
    const { outcome, events } = decide(never, clock, { action: { timeoutMinutes: 4320 } });
    await new Promise((resolve) => setImmediate(resolve));
    reach();
    expect(await outcome).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('4320 minutes') });
    expect(waits).toEqual([4320]);
    expect(events.at(-1)).toMatchObject({ answer: 'timed out' });
  });

  test('says that its time-out ran faster', async () => {
    const { outcome } = decide(yesApprover, fakeClock().clock, { action: { timeoutMinutes: 100 } });
    expect((await outcome).differences.map(({ here }) => here).join()).toContain('after 5 minutes');
  });

  test('is not asked any more when the run is aborted', async () => {
    const controller = new AbortController();
    const { outcome } = decide(never, fakeClock().clock, { signal: controller.signal });
    controller.abort(new Error('Ctrl-C'));
    await expect(outcome).rejects.toThrow('Ctrl-C');
  });

  test('whose text is longer than CodePipeline takes fails', async () => {
    const long = new Map([['Alpha@Measure', { P95_MS: 'x'.repeat(1000) }]]);
    await expect(decide(yesApprover, fakeClock().clock, { variables: long }).outcome).rejects.toThrow(/TAP4203/);
  });
});

describe('the clock of deadlines', () => {
  test('runs faster by its factor', async () => {
    const startedAt = Date.now();
    await deadlineClock(60_000).waitMinutes(10, new AbortController().signal);
    expect(Date.now() - startedAt).toBeLessThan(1000);
  });
});

describe('faults of approvals', () => {
  test('a fault may answer, or let the deadline come at once', async () => {
    const rejected = faultyApproval(yesApprover, fakeClock().clock, [
      { decide: () => ({ answer: 'rejected', by: 'fault' }) },
    ]);
    expect(await decide(rejected.approver, rejected.clock).outcome).toMatchObject({ verdict: 'fail' });
    const late = faultyApproval(yesApprover, fakeClock().clock, [{ decide: () => ({ answer: 'timed out' }) }]);
    const { outcome, events } = decide(late.approver, late.clock);
    expect(await outcome).toMatchObject({ verdict: 'fail' });
    expect(events.at(-1)).toMatchObject({ answer: 'timed out' });
  });
});

describe('the person at the terminal', () => {
  const ask = () => undefined;
  const answer = async (text: string) => {
    const input = new PassThrough();
    const output = new PassThrough();
    const answered = terminalApprover(input, output).decide('x', ask, new AbortController().signal);
    input.end(text);
    return { ...(await answered), said: String(output.read() ?? '') };
  };

  test('y approves, n or nothing rejects, anything else is asked again', async () => {
    expect(await answer('y\n')).toMatchObject({ answer: 'approved', said: '' });
    expect(await answer('NO\n')).toMatchObject({ answer: 'rejected', said: '' });
    expect(await answer('\n')).toMatchObject({ answer: 'rejected' });
    const again = await answer('perhaps\nyes\n');
    expect(again.answer).toBe('approved');
    expect(again.said).toContain('y');
  });

  test('what was typed at a terminal before the question answers nothing', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    input.write('y\n');
    const ask = () => setImmediate(() => input.write('n\n'));
    const answered = terminalApprover(input, new PassThrough()).decide('x', ask, new AbortController().signal);
    expect(await answered).toEqual({ answer: 'rejected', by: 'the terminal' });
  });

  test('an interrupt while what was typed ahead is read away ends the question', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const controller = new AbortController();
    const answered = terminalApprover(input, new PassThrough()).decide('x', ask, controller.signal);
    controller.abort(new Error('Ctrl-C'));
    await expect(answered).rejects.toThrow('Ctrl-C');
  });

  test('the end of the input rejects, and everything that is asked after it', async () => {
    expect(await answer('')).toMatchObject({ answer: 'rejected', by: 'the end of the input' });
    const input = new PassThrough();
    const person = terminalApprover(input, new PassThrough());
    const { signal } = new AbortController();
    input.end();
    const answers = await Promise.all([person.decide('a', ask, signal), person.decide('b', ask, signal)]);
    expect(answers.map(({ answer: given }) => given)).toEqual(['rejected', 'rejected']);
  });

  /** Two approvals that wait at the same time, as actions of one run order do. */
  function askTwice(input: PassThrough, firstClock = fakeClock().clock) {
    const person = terminalApprover(input, new PassThrough());
    const shown: string[] = [];
    const emit = (event: RehearsalEvent) => event.type === 'approval-asked' && shown.push(event.text);
    const outcome = (text: string, clock: DeadlineClock) =>
      approvalExecutor(
        { cloud: fakeCloud().cloud, clockFactor: 20 },
        person,
        clock,
      )(actionRun<ApprovalConfiguration>({ kind: 'approval', text }, { emit }).run);
    const outcomes = [outcome('drops the table', firstClock), outcome('mails all', fakeClock().clock)];
    const until = async (count: number) => {
      while (shown.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    return { shown, until, outcomes };
  }

  test.each([
    ['a pipe', {}],
    ['a terminal', { isTTY: true }],
  ])('one answer is that of one question, also where two wait at once, from %s', async (_name, properties) => {
    const input = Object.assign(new PassThrough(), properties);
    const { shown, until, outcomes } = askTwice(input);
    await until(1);
    expect(shown).toEqual(['drops the table']);
    input.write('y\ny\n');
    await until(2);
    expect(shown).toEqual(['drops the table', 'mails all']);
    input.write('n\n');
    expect((await Promise.all(outcomes)).map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });

  test('a question that reaches its deadline makes way for the next', async () => {
    const input = new PassThrough();
    const { clock, reach } = fakeClock();
    const { until, outcomes } = askTwice(input, clock);
    await until(1);
    reach();
    await until(2);
    input.write('y\n');
    expect((await Promise.all(outcomes)).map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
  });

  test('a line that was begun before the question is no part of the answer', async () => {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) });
    // What a terminal holds back of a line that is not ended, it delivers once it is raw.
    const held = 'y';
    const shown = jest.fn(() => setImmediate(() => input.write('\n')));
    const answered = terminalApprover(input, new PassThrough()).decide('x', shown, new AbortController().signal);
    setTimeout(() => modes.at(-1) && input.write(held), 20);
    expect(await answered).toMatchObject({ answer: 'rejected' });
    expect(modes).toEqual([true, false]);
  });
});
