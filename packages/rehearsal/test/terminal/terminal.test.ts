import type { RehearsalEvent } from '../../src/events/events';
import { ReportBuilder } from '../../src/report/report';
import { createTerminal, type Terminal } from '../../src/terminal/terminal';
import { plannedStages, playRun, sampleFacts } from '../report/support/sample';

/** A stream that remembers, and the terminal that writes to it. */
function opened(options: Parameters<typeof createTerminal>[1] = {}): { terminal: Terminal; text: () => string } {
  let written = '';
  const terminal = createTerminal({ write: (text) => (written += text) }, options);
  return { terminal, text: () => written };
}

function played(
  options: Parameters<typeof playRun>[1] = {},
  facts: Partial<ReturnType<typeof sampleFacts>> = {},
): string {
  const { terminal, text } = opened();
  const builder = new ReportBuilder();
  playRun((event) => {
    builder.add(event);
    terminal.emit(event);
  }, options);
  terminal.summarise(builder.finish({ ...sampleFacts(), ...facts }), 'out');
  return text();
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the terminal', () => {
  test('calls no run promoted that an ordered fault went through', () => {
    const fault = { name: 'missed', injected: true, expectedGate: 'Alpha/Verify', stoppedBy: null, caught: false };
    expect(played()).toMatch(/^PROMOTED in /m);
    expect(played({}, { faults: [fault] })).toMatch(/^FAULT NOT CAUGHT, promoted in /m);
  });

  test('names every stage and action of a run, and writes no control characters where there is no terminal', () => {
    const text = played();
    for (const { name, actions } of plannedStages) {
      expect(text).toContain(`\n${name}\n`);
      for (const action of actions) expect(text).toContain(` ${action.name} `);
    }
    expect(text).not.toContain('\u001b');
  });

  test('shows of a failed job why it failed, once where it ends and first of all at the end, and nothing that it printed', () => {
    const text = played({ failing: 'Beta/Measure' });
    expect(text).not.toContain('says something');
    const reason = 'p95 of cloudfront was 742 ms';
    expect(text.split(reason)).toHaveLength(3);
    const end = text.slice(text.indexOf('STOPPED in'));
    expect(end).toMatch(/^STOPPED in 3 min 20 s\. Beta\/Measure: The load gate of Beta: fail\.\n {2}p95 of/);
    expect(end.indexOf(reason)).toBeLessThan(end.indexOf('Stood in:'));
    expect(end).toMatch(/\nReport: out\/index\.html .*\n$/);
  });

  test('counts what the report lists, on one line and by no name', () => {
    const text = played();
    const lines = text.slice(text.lastIndexOf('Stood in:')).split('\n');
    const lists = lines.filter((line) => line.startsWith('In the report: '));
    expect(lists).toEqual([
      'In the report: 26 differences from AWS, a clock 20 times faster; 3 alarms not judged, because nothing here can feed them.',
    ]);
    expect(text).not.toContain('kms-throttling');
  });

  test("names the alarms that would have fired at AWS's pace where they are seen, and counts them at the end", () => {
    expect(played()).not.toContain("AWS's pace");
    const text = played({ failing: 'Beta/Measure' });
    const name = 'acme-beta-readings-response-time-critical';
    expect(text).toContain(`    at AWS's pace 1 would have fired: ${name}\n`);
    expect(text).toMatch(/\nIn the report: .*; 1 alarm that would have fired at AWS's pace\.\n/);
    expect(text.split(name)).toHaveLength(2);
  });

  test('ends with the stand-ins first, the verdict, its three numbers, and where the report is', () => {
    const text = played();
    const end = text.slice(text.lastIndexOf('Stood in:'));
    expect(end).toMatch(
      /^Stood in: 1 action, whose own commands were not run\.\n {2}Build\/Image: No container engine/,
    );
    expect(end).toMatch(
      /PROMOTED in 5 min 12 s\. .*\n1 action stood in, 45 of 90 resources exercised, 9 of 9 gates passed\.\nIn the report: .*\nReport: out\/index\.html .*\n$/,
    );
  });

  test('counts the gates of a stopped run that passed, and says of a run without any that none judged', () => {
    expect(played({ failing: 'Beta/Measure' })).toContain(' resources exercised, 4 of 5 gates passed.\n');
    const { terminal, text } = opened();
    terminal.summarise(new ReportBuilder().finish(), 'out');
    expect(text()).toContain('\n0 actions stood in, no resource classified, no gate judged.\nReport: ');
  });

  test('fits on a screen, however much a report lists', () => {
    const alarmsNotJudged = Array.from({ length: 200 }, (_, index) => ({
      name: `alarm-${index}`,
      environment: 'Alpha',
      reason: 'nothing measures it',
    }));
    const text = played({}, { alarmsNotJudged });
    const lines = text.slice(text.lastIndexOf('Stood in:')).trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(lines.filter((line) => line.length > 160)).toEqual([]);
  });

  test('says who was told of a stopped run, when it happens and at the end, or that nobody was', () => {
    expect(played({ failing: 'Beta/Measure' })).toContain('\nTold: nobody.\n');
    expect(played()).not.toContain('Told:');
    const { terminal, text } = opened();
    const builder = new ReportBuilder();
    const told: RehearsalEvent = {
      type: 'told',
      topic: 'failures',
      to: ['a@example.com'],
      subject: 'Stopped',
      text: 'x',
    };
    for (const emit of [terminal.emit, (event: RehearsalEvent) => builder.add(event)]) emit(told);
    terminal.summarise(builder.finish(), 'out');
    expect(text()).toContain('told a@example.com (failures): Stopped\n');
    expect(text()).toContain('\nTold: a@example.com: Stopped\n');
  });

  test('says which hosts and variables the configuration gives, and nothing where it gives none', () => {
    const { terminal, text } = opened();
    terminal.emit({
      type: 'granted',
      hosts: ['tools.example', 'b.example'],
      synthVariables: [],
      jobVariables: ['DOOR'],
    });
    const lines = text()
      .split('\n')
      .filter((line) => line.includes('configuration'));
    expect(lines).toEqual([expect.stringMatching(/tools\.example, b\.example$/), expect.stringMatching(/job.*DOOR$/)]);
    terminal.emit({ type: 'granted', hosts: [], synthVariables: [], jobVariables: [] });
    expect(text().match(/configuration/g)).toHaveLength(2);
  });

  test('says at the end what was asked for and refused, in a line however much it was, and nothing where nothing was', () => {
    expect(played()).not.toContain('refused');
    const { terminal, text } = opened();
    const builder = new ReportBuilder();
    for (const [index, times] of [1, 2, 1, 1, 1].entries()) {
      const refused = { by: 'Build/Synth', host: `h${index}.example`, port: 443, times };
      const event: RehearsalEvent = { type: 'request-refused', ...refused };
      for (const emit of [terminal.emit, (one: RehearsalEvent) => builder.add(one)]) emit(event);
    }
    terminal.summarise(builder.finish(), 'out');
    expect(
      text()
        .split('\n')
        .filter((line) => line.includes('refused')),
    ).toEqual([
      'Asked for and refused: h0.example:443 by Build/Synth; h1.example:443 by Build/Synth, 2 times; ' +
        'h2.example:443 by Build/Synth; 2 more in the report.',
    ]);
  });

  test('says what an update lost and kept, in each environment and in all', () => {
    expect(played()).not.toContain('Update from');
    const { terminal, text } = opened();
    const builder = new ReportBuilder();
    const figures = { rowsBefore: 30, requests: 100 };
    const event: RehearsalEvent = {
      type: 'updated',
      from: 'abcdef0123456789',
      environments: [
        { environment: 'Alpha', ...figures, rowsAfter: 30, requestsLost: 0, problems: [] },
        { environment: 'Beta', ...figures, rowsAfter: 28, requestsLost: 3, problems: ['rows are gone'] },
      ],
    };
    for (const emit of [terminal.emit, (one: RehearsalEvent) => builder.add(one)]) emit(event);
    terminal.summarise(builder.finish(), 'out');
    expect(
      text()
        .split('\n')
        .filter((line) => line.includes('abcdef0123')),
    ).toEqual([
      '✓ Alpha was updated from abcdef0123: 0 of 100 requests lost, 30 of 30 rows kept',
      '✗ Beta was updated from abcdef0123: 3 of 100 requests lost, 28 of 30 rows kept',
      'Update from abcdef0123: 3 of 200 requests lost, 58 of 60 rows kept.',
    ]);
  });

  test('says of a run that was to end earlier how far it went, and what it says nothing about, once', () => {
    const through = played({ through: 'Alpha' });
    expect(through).toMatch(
      /^PROMOTED through Alpha in 5 min 12 s; PromoteBeta, Beta, PromoteGamma, Gamma not run\. /m,
    );
    expect(through).not.toContain('Not run: ');
    expect(played()).not.toMatch(/through (Alpha|Gamma) in/);
    const fault = { name: 'missed', injected: true, expectedGate: 'Alpha/Verify', stoppedBy: null, caught: false };
    expect(played({ through: 'Alpha' }, { faults: [fault] })).toMatch(/^FAULT NOT CAUGHT, promoted through Alpha in /m);
  });

  test('counts alarms where a stage ends, and names those alone that fire or do so no more', () => {
    const { terminal, text } = opened();
    const tell = (alarm: string, state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') => {
      terminal.emit({ type: 'alarm-state', environment: 'Alpha', alarm, state, reason: '[-, -]' });
      terminal.emit({ type: 'notification', environment: 'Alpha', topic: 'on-call', subject: `${state}: "${alarm}"` });
    };
    const end = (stage: string) => terminal.emit({ type: 'stage-ended', stage, verdict: 'pass', seconds: 1 });
    for (const alarm of ['a', 'b', 'c', 'a', 'b', 'c']) tell(alarm, 'OK');
    tell('d', 'INSUFFICIENT_DATA');
    end('Alpha');
    end('Beta');
    expect(text()).toBe('    4 alarms of Alpha: 3 OK, 1 without data\n');
    tell('b', 'ALARM');
    end('Alpha');
    tell('b', 'OK');
    end('Alpha');
    expect(text().split('\n').slice(1, -1)).toEqual([
      '    alarm b is ALARM: [-, -]',
      '    notified on-call: ALARM: "b"',
      '    4 alarms of Alpha: 2 OK, 1 in ALARM, 1 without data',
      '    alarm b is OK: [-, -]',
      '    4 alarms of Alpha: 3 OK, 1 without data',
    ]);
  });

  test('says what was not run', () => {
    expect(played({ failing: 'Beta/Measure' })).toContain('Not run: Beta/Alarms, PromoteGamma (all), Gamma (all)');
  });

  test('says of a held cloud how each account is reached, by a line that a shell takes as it is', () => {
    const { terminal, text } = opened();
    const variables = { AWS_REGION: 'eu-west-1', AWS_SECRET_ACCESS_KEY: 'a+b/c', TRICK: `it's $(date) \`date\`` };
    const accounts = [{ account: '222222222222', regions: ['eu-west-1', 'us-east-1'], variables }];
    terminal.emit({ type: 'cloud-held', endpoint: 'http://127.0.0.1:4566', accounts });
    expect(text()).toContain('http://127.0.0.1:4566 until it is interrupted');
    expect(text()).toContain('account 222222222222, eu-west-1, us-east-1\n');
    const line = text().trimEnd().split('\n').at(-1);
    expect(line).toBe(
      'unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN; ' +
        `export AWS_REGION=eu-west-1 AWS_SECRET_ACCESS_KEY=a+b/c TRICK='it'\\''s $(date) \`date\`'`,
    );
    terminal.close();
  });

  test('holds everything back while a question waits for its answer', () => {
    const { terminal, text } = opened();
    terminal.emit({ type: 'approval-asked', stage: 'PromoteGamma', action: 'Approve', text: 'Figures' });
    terminal.emit({ type: 'phase', text: 'meanwhile' });
    expect(text()).toMatch(/Figures\n.*Approve PromoteGamma\/Approve\? \[y\/N\] $/);
    terminal.emit({
      type: 'approval-answered',
      stage: 'PromoteGamma',
      action: 'Approve',
      answer: 'rejected',
      by: 'a person',
    });
    expect(text()).toMatch(/\n· meanwhile\n {4}Approve: rejected by a person\n$/);
    terminal.close();
  });

  test('keeps a question open whose neighbour is answered by its deadline', () => {
    const { terminal, text } = opened();
    terminal.emit({ type: 'approval-asked', stage: 'Release', action: 'DropTable', text: '' });
    terminal.emit({
      type: 'approval-answered',
      stage: 'Release',
      action: 'SendMail',
      answer: 'timed out',
      by: 'the clock',
    });
    expect(text()).toMatch(/^ *Approve Release\/DropTable\? \[y\/N\] $/);
    terminal.close();
  });

  test('leaves the question of consent standing on a terminal until it is answered, and spins on then', () => {
    let written = '';
    const stream = { isTTY: true, columns: 80, write: (text: string) => (written += text) };
    const terminal = createTerminal(stream, { live: true, colour: false, now: () => jest.now() });
    terminal.emit({ type: 'phase', text: 'what will be executed' });
    jest.advanceTimersByTime(1_000);
    terminal.emit({ type: 'consent-asked' });
    jest.advanceTimersByTime(5_000);
    expect(written.split('\u001b[2K').at(-1)).toMatch(/^ *Go on\? \[y\/N\] $/);
    terminal.emit({ type: 'consent-answered' });
    const answered = written.length;
    jest.advanceTimersByTime(1_000);
    expect(written.slice(answered)).toContain('what will be executed');
    terminal.close();
  });

  test('without a live line, a long silence is broken by what is at work', () => {
    const { terminal, text } = opened({ now: () => jest.now() });
    terminal.emit({ type: 'action-started', stage: 'Alpha', action: 'Measure', provider: 'CodeBuild' });
    jest.advanceTimersByTime(19_000);
    expect(text()).toBe('');
    jest.advanceTimersByTime(11_000);
    expect(text()).toMatch(/^ {2}… Alpha\/Measure \d+ s\n$/);
    terminal.close();
  });

  test('on a terminal the last line shows what is at work, cut to the width, and goes when something is printed', () => {
    let written = '';
    const stream = { isTTY: true, columns: 40, write: (text: string) => (written += text) };
    const terminal = createTerminal(stream, { live: true, colour: false, now: () => jest.now() });
    terminal.emit({ type: 'action-started', stage: 'Alpha', action: 'Measure', provider: 'CodeBuild' });
    terminal.emit({
      type: 'action-output',
      stage: 'Alpha',
      action: 'Measure',
      line: `\u001b[31m${'long '.repeat(30)}`,
    });
    jest.advanceTimersByTime(1_000);
    const last = written.slice(written.lastIndexOf('\r'));
    expect(last).toContain('Alpha/Measure 1.0 s: long');
    expect(last.length).toBeLessThanOrEqual('\r\u001b[2K'.length + 40);
    terminal.close();
    expect(written.endsWith('\r\u001b[2K')).toBe(true);
    const before = written;
    jest.advanceTimersByTime(5_000);
    expect(written).toBe(before);
  });
});
