import { realClock } from '../../../src/cloud/base/clock';
import { eventually } from '../fixtures/eventually';

describe('realClock', () => {
  it('divides what AWS names, and leaves time stamps alone', () => {
    const clock = realClock(20);
    expect(clock.realMs(60)).toBe(3_000);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  });

  it('repeats an action, never twice at once and whatever becomes of it, until it is told to stop', async () => {
    const clock = realClock(1);
    let running = 0;
    let most = 0;
    let turns = 0;
    const stop = clock.every(2, async () => {
      running += 1;
      most = Math.max(most, running);
      turns += 1;
      await clock.wait(6);
      running -= 1;
      throw new Error('nobody hears this');
    });
    await eventually('three turns', () => turns >= 3);
    stop();
    const ended = turns;
    await clock.wait(20);
    expect([most, turns]).toEqual([1, ended]);
  });

  it('stops waiting when it is told to', async () => {
    const clock = realClock(1);
    const controller = new AbortController();
    const waited = clock.wait(60_000, controller.signal);
    controller.abort();
    await waited;
    await clock.wait(60_000, controller.signal);
  });
});
