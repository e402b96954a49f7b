import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackingFaults } from '../../src/cloud/backing/backing-faults';
import type { LocalCloud } from '../../src/cloud/base/contracts';
import type { RehearsalEvent } from '../../src/events/events';
import type { Fault } from '../../src/faults/fault';
import { anyPlaces } from '../../src/faults/places';
import { strikesBefore } from '../../src/faults/strikes-before';
import { FaultPlan } from '../../src/run/fault-plan';
import { provideModules } from '../../src/run/modules';
import { fixture, surroundings } from './fixture';

const signal = new AbortController().signal;
const gate = { stage: 'Alpha', action: 'Verify' };
const base = { name: 'f', gate: 'Alpha/Verify', description: '', trace: /what it did/ };
/** What the gate says of the fault. */
const said: RehearsalEvent = { type: 'action-output', ...gate, line: 'That is what it did.' };

function plan(...faults: Fault[]) {
  const events: RehearsalEvent[] = [];
  const names = faults.map(({ name }) => name);
  const made = new FaultPlan(names, '/nowhere', (event) => events.push(event));
  made.choose(() => faults);
  made.meet(anyPlaces);
  made.started({} as LocalCloud, {} as BackingFaults);
  return { plan: made, events };
}

describe('an ordered fault', () => {
  const strike = strikesBefore(base, () => 'there');

  test('is caught only if it was applied and its own gate stopped the run', async () => {
    const { plan: made, events } = plan(strike);
    expect(await made.outcomes({ stage: 'Alpha', action: 'Verify' })).toMatchObject([
      { injected: false, caught: false },
    ]);
    await made.hooks[0]?.beforeAction?.('Alpha', 'Other', signal);
    expect(events).toHaveLength(0);
    await made.hooks[0]?.beforeAction?.('Alpha', 'Verify', signal);
    expect(events).toEqual([{ type: 'fault-injected', fault: 'f', where: 'there' }]);
    made.emit(said);
    expect(await made.outcomes({ stage: 'Alpha', action: 'Verify' })).toMatchObject([{ injected: true, caught: true }]);
    expect(await made.outcomes({ stage: 'Alpha', action: 'Load' })).toMatchObject([
      { stoppedBy: 'Alpha/Load', caught: false },
    ]);
    expect(await made.outcomes(undefined)).toMatchObject([{ stoppedBy: null, caught: false }]);
  });

  test('is not caught if its gate stopped the run for another reason, which is told', async () => {
    const { plan: made, events } = plan(strike);
    await made.hooks[0]?.beforeAction?.('Alpha', 'Verify', signal);
    made.emit({ ...said, action: 'Measure' });
    made.emit({ type: 'action-output', ...gate, line: 'The disk is full.' });
    expect(await made.outcomes(gate)).toMatchObject([{ injected: true, stoppedBy: 'Alpha/Verify', caught: false }]);
    expect(events.at(-1)).toMatchObject({
      type: 'warning',
      code: 'TAP4502',
      message: expect.stringContaining('for another reason'),
    });
  });

  test('is recognized by why its gate failed, too', async () => {
    const { plan: made, events } = plan(strike);
    await made.hooks[0]?.beforeAction?.('Alpha', 'Verify', signal);
    const ended: RehearsalEvent = {
      type: 'action-ended',
      ...gate,
      verdict: 'fail',
      seconds: 1,
      differences: [],
      reason: 'Stopped by what it did.',
    };
    made.emit(ended);
    expect(events).toContain(ended);
    expect(await made.outcomes(gate)).toMatchObject([{ caught: true }]);
  });

  test('that can not be applied is told, and counts as not applied', async () => {
    const { plan: made, events } = plan(
      strikesBefore(base, () => {
        throw new Error('no alarm');
      }),
    );
    await made.hooks[0]?.beforeAction?.('Alpha', 'Verify', signal);
    expect(events).toEqual([
      expect.objectContaining({ type: 'warning', message: expect.stringContaining('no alarm') }),
    ]);
    expect(await made.outcomes({ stage: 'Alpha', action: 'Verify' })).toMatchObject([
      { injected: false, caught: false },
    ]);
  });

  test('that leaves something not as it must be is not caught', async () => {
    const { plan: made } = plan({
      ...base,
      arm: (tools) => ({ decide: () => void tools().injected('x'), verify: async () => 'the template has changed' }),
    });
    made.hooks[0]?.decide?.('Alpha/Verify');
    made.emit(said);
    expect(await made.outcomes({ stage: 'Alpha', action: 'Verify' })).toMatchObject([
      { injected: true, caught: false },
    ]);
  });
});

describe('a fault after which the good commit is pushed again', () => {
  const fault = { ...strikesBefore(base, () => 'there'), pushedAgain: true };

  test('is caught if its gate stopped the first push, and nothing the second one', async () => {
    const { plan: made } = plan(fault);
    await made.hooks[0]?.beforeAction?.('Alpha', 'Verify', signal);
    made.emit(said);
    expect(made.pushesAgain(gate)).toBe(true);
    expect(await made.outcomes(undefined)).toMatchObject([{ stoppedBy: 'Alpha/Verify', caught: true }]);
  });

  test('is not caught if the good commit is stopped, by whatever it is', async () => {
    const { plan: made, events } = plan(fault);
    await made.hooks[0]?.beforeAction?.('Alpha', 'Verify', signal);
    made.emit(said);
    expect(made.pushesAgain(gate)).toBe(true);
    expect(await made.outcomes({ stage: 'Alpha', action: 'Load' })).toMatchObject([{ caught: false }]);
    expect(events.at(-1)).toMatchObject({ message: expect.stringContaining('Alpha/Load') });
  });

  test('is not caught if something else stopped the first push', async () => {
    const { plan: made } = plan(fault);
    await made.hooks[0]?.beforeAction?.('Alpha', 'Verify', signal);
    const load = { stage: 'Alpha', action: 'Load' };
    expect(made.pushesAgain(load)).toBe(false);
    expect(await made.outcomes(load)).toMatchObject([{ stoppedBy: 'Alpha/Load', caught: false }]);
  });

  test('is the only kind that asks for it', () => {
    expect(plan(strikesBefore(base, () => 'there')).plan.pushesAgain(gate)).toBe(false);
  });
});

describe('a fault in the source', () => {
  const { folder, root, git, first } = fixture();
  const clone = join(folder, 'clone');
  git('clone', '--quiet', root, clone);
  const good = { repository: clone, commit: first, subject: 'First', authorDate: '' };
  const edit = (change: (clone: string) => string | undefined): Fault => ({ ...base, edit: async (to) => change(to) });

  test('is a commit on top of the good one, in the clone alone', async () => {
    const { plan: made, events } = plan(
      edit((to) => {
        writeFileSync(join(to, 'bad.ts'), '');
        return 'bad.ts';
      }),
    );
    const machine = await surroundings(root).surroundings.lookAtMachine();
    await provideModules({ folder: clone, home: clone }, machine, signal);
    expect(existsSync(join(clone, 'node_modules', 'aws-cdk'))).toBe(true);
    const bad = await made.commitOnTop(good, signal);
    expect(git('-C', clone, 'show', '--format=', '--name-only', 'HEAD')).toBe('bad.ts');
    expect(bad.commit).not.toBe(first);
    expect(bad.subject).toContain('f');
    expect(events).toHaveLength(1);
    expect(existsSync(join(root, 'bad.ts'))).toBe(false);
    expect(git('rev-parse', 'HEAD')).toBe(first);
  });

  test('that finds no place for itself was not applied', async () => {
    const { plan: made, events } = plan(edit(() => undefined));
    await made.commitOnTop(good, signal);
    expect(events).toHaveLength(0);
    expect(await made.outcomes({ stage: 'Alpha', action: 'Verify' })).toMatchObject([
      { injected: false, caught: false },
    ]);
  });

  test('is none where no fault changes the source', async () => {
    const { plan: made } = plan(strikesBefore(base, () => 'x'));
    expect(await made.commitOnTop(good, signal)).toBe(good);
  });
});
