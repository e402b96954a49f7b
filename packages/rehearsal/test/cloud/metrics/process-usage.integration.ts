import { spawn } from 'node:child_process';
import { parsePs, parseStat, processUsage } from '../../../src/cloud/metrics/process-usage';
import { eventually } from '../fixtures/eventually';

describe('process usage', () => {
  it('reads a line of /proc, whatever the name of the program', () => {
    const after = [
      'S',
      '1',
      '77',
      '77',
      '0',
      '-1',
      '0',
      '0',
      '0',
      '0',
      '0',
      '250',
      '50',
      '0',
      '0',
      '20',
      '0',
      '1',
      '0',
      '5',
      '9999',
      '256',
      '0',
    ];
    expect(parseStat(`123 (a) b (c) ${after.join(' ')}`)).toEqual({
      group: 77,
      cpuSeconds: 3,
      memoryBytes: 256 * 4096,
    });
    expect(parseStat('')).toBeUndefined();
  });

  it('reads lines of ps, and adds up a group', () => {
    const usage = parsePs('  77   0:01.50  1024\n  77 1-02:03:04 1024\n  88 0:09.00 5\n', new Set([77]));
    expect([...usage]).toEqual([
      [77, { cpuSeconds: 1.5 + 86_400 + 2 * 3600 + 3 * 60 + 4, memoryBytes: 2 * 1024 * 1024 }],
    ]);
  });

  it('measures a group that runs, and leaves out one that does not', async () => {
    const child = spawn('sh', ['-c', 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; sleep 60'], {
      detached: true,
      stdio: 'ignore',
    });
    const pid = child.pid ?? 0;
    let usage = await processUsage([pid, 999_999_999]);
    await eventually('some work', async () => {
      usage = await processUsage([pid, 999_999_999]);
      return (usage.get(pid)?.cpuSeconds ?? 0) > 0.02;
    });
    expect([...usage.keys()]).toEqual([pid]);
    expect(usage.get(pid)?.memoryBytes).toBeGreaterThan(100_000);
    process.kill(-pid, 'SIGKILL');
  });
});
