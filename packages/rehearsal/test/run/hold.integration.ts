import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import type { RehearsalEvent } from '../../src/events/events';
import { rehearse } from '../../src/rehearse';
import { report as reportSchema } from '../../src/report/schema';
import type { RehearsalOptions } from '../../src/run/options';
import { cloudThatRuns, fixture, options, surroundings } from './fixture';

const { root } = fixture();
const reportFile = join(root, 'rehearsal-report', 'report.json');

type Held = Extract<RehearsalEvent, { type: 'cloud-held' }>;

/** A held rehearsal, in which something is done at each event. */
async function held(
  commands: readonly string[],
  onEvent: (event: RehearsalEvent, seen: { readonly stopped: number; readonly workDir: string }) => void,
  more: Partial<RehearsalOptions> = {},
  cloud = cloudThatRuns(commands),
) {
  const events: RehearsalEvent[] = [];
  const { surroundings: around } = surroundings(root);
  const openTerminal = () => ({
    emit: (event: RehearsalEvent) => {
      events.push(event);
      onEvent(event, cloud.seen);
    },
    summarise: () => undefined,
    close: () => undefined,
  });
  const asked = options(root, { hold: true, ...more });
  const rehearsed = await rehearse(asked, { ...around, openTerminal }, cloud.startCloud);
  return { ...rehearsed, ...cloud, events, hold: events.find((event): event is Held => event.type === 'cloud-held') };
}

const interrupt = () => process.emit('SIGINT', 'SIGINT');

describe('a held rehearsal', () => {
  test.each([
    { commands: ['true'], verdict: 'promoted', exitCode: exitCodes.promoted },
    { commands: ['false'], verdict: 'stopped', exitCode: exitCodes.stopped },
  ])(
    'that is $verdict has written its report, keeps its cloud until it is interrupted, and ends with $exitCode',
    async ({ commands, verdict, exitCode }) => {
      const during: unknown[] = [];
      const ended = await held(commands, (event, seen) => {
        if (event.type !== 'cloud-held') return;
        const report = reportSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
        during.push(report.verdict, seen.stopped, existsSync(seen.workDir));
        setImmediate(interrupt);
      });
      expect(during).toEqual([verdict, 0, true]);
      expect(ended.exitCode).toBe(exitCode);
      expect(ended.seen.stopped).toBeGreaterThan(0);
      expect(existsSync(ended.seen.workDir)).toBe(false);
    },
  );

  test('gives the keys of every account once, with its regions, the first of them in the variables', async () => {
    const { hold } = await held(['true'], ({ type }) => void (type === 'cloud-held' && setImmediate(interrupt)));
    expect(hold?.accounts.map(({ account, regions }) => [account, regions])).toEqual([
      ['111111111111', ['us-east-1']],
      ['222222222222', ['eu-west-1', 'us-east-1']],
    ]);
    expect(hold?.accounts.map(({ variables }) => variables.AWS_REGION)).toEqual(['us-east-1', 'eu-west-1']);
  });

  test('takes a second signal, which comes while everything ends, for no other wish', async () => {
    const commands = ['true'];
    let stops = 0;
    const cloud = cloudThatRuns(commands, {
      stop: async () => {
        interrupt();
        process.emit('SIGTERM', 'SIGTERM');
        await new Promise((resolve) => setImmediate(resolve));
        stops += 1;
      },
    });
    const { exitCode } = await held(
      commands,
      ({ type }) => void (type === 'cloud-held' && setImmediate(interrupt)),
      {},
      cloud,
    );
    expect(exitCode).toBe(exitCodes.promoted);
    expect(stops).toBeGreaterThan(0);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  test('says when its cloud ended by itself, and ends with its verdict', async () => {
    let lose: (reason: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    const { exitCode, events } = await held(
      [],
      ({ type }) => void (type === 'cloud-held' && setImmediate(lose, 'the emulator was killed')),
      { until: 'Source' },
      cloudThatRuns([], { lost }),
    );
    expect(exitCode).toBe(exitCodes.promoted);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warning', code: 'TAP4065', message: expect.stringContaining('was killed') }),
    );
  });
});

describe('nothing is held', () => {
  test('of a rehearsal that was interrupted before its verdict', async () => {
    const { exitCode, hold } = await held(['echo started; sleep 60'], (event) => {
      if (event.type === 'action-output' && event.line === 'started') interrupt();
    });
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(hold).toBeUndefined();
  });

  test('of one that broke, which says so', async () => {
    const project = () => Promise.reject(new Error('bug'));
    const { exitCode, hold, events, seen } = await held([], () => undefined, {}, cloudThatRuns([], { project }));
    expect(exitCode).toBe(exitCodes.broken);
    expect(hold).toBeUndefined();
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'TAP4064' }));
    expect(seen.stopped).toBeGreaterThan(0);
  });
});
