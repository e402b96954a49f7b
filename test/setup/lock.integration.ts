import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '../../scripts/setup/lock.mjs';
import { Machine } from './support/machine';

describe('the lock of set-up', () => {
  let machine: Machine;
  const lock = () => join(machine.context.tools, 'lock');
  const hold = (pid: number, host = hostname()) => writeFileSync(lock(), JSON.stringify({ pid, host }));
  beforeEach(async () => {
    machine = new Machine();
    (await takeLock(machine.context))();
  });
  afterEach(() => machine.remove());

  test('leaves nothing behind when it is given back', async () => {
    const release = await takeLock(machine.context);
    expect(existsSync(lock())).toBe(true);
    release();
    expect(readdirSync(machine.context.tools)).toEqual([]);
  });

  test('a second set-up waits until the first one has ended, and says so once', async () => {
    const release = await takeLock(machine.context);
    const order: string[] = [];
    const second = takeLock(machine.context).then((give) => {
      order.push('second');
      give();
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('first ends');
    release();
    await second;
    expect(order).toEqual(['first ends', 'second']);
    expect(machine.said).toEqual([expect.stringContaining(`another set-up (process ${process.pid}) is at work here`)]);
  });

  test('is taken over from a process that is gone', async () => {
    hold(2 ** 22 + 1);
    const release = await takeLock(machine.context);
    release();
    expect(machine.said).toEqual([]);
  });

  test('is taken over when nobody touched it for long, whoever holds it', async () => {
    hold(process.pid, 'another machine');
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(lock(), longAgo, longAgo);
    (await takeLock(machine.context))();
  });

  test('names the holder when waiting takes too long', async () => {
    hold(process.pid);
    await expect(takeLock(machine.context, { waitMs: 0 })).rejects.toThrow(
      new RegExp(`^TAP4009: .*process ${process.pid} on ${hostname()}`),
    );
    expect(readdirSync(machine.context.tools)).toEqual(['lock']);
  });

  test('an interrupted wait ends at once', async () => {
    hold(process.pid);
    const waiting = takeLock(machine.context);
    machine.controller.abort();
    await expect(waiting).rejects.toThrow('interrupted');
  });
});
