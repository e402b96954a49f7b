import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** What the processes of one group use together. */
export interface ProcessUsage {
  /** Seconds of CPU since they started. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

// _SC_CLK_TCK and the page size are 100 and 4096 on every Linux that Node supports on x86-64 and arm64 by default.
const ticksPerSecond = 100;
const pageBytes = 4096;

/** Usage by process group id; groups that have ended are missing. */
export async function processUsage(groups: readonly number[]): Promise<Map<number, ProcessUsage>> {
  if (groups.length === 0) return new Map();
  return process.platform === 'linux' ? fromProc(new Set(groups)) : fromPs(new Set(groups));
}

async function fromProc(groups: ReadonlySet<number>): Promise<Map<number, ProcessUsage>> {
  const usage = new Map<number, ProcessUsage>();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
      const parsed = parseStat(stat);
      if (parsed && groups.has(parsed.group)) add(usage, parsed.group, parsed);
    }),
  );
  return usage;
}

/** Group, CPU time and memory from a line of `/proc/<pid>/stat`; see proc(5). */
export function parseStat(stat: string): (ProcessUsage & { readonly group: number }) | undefined {
  // The program's name, the second field, is in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [group, userTicks, systemTicks, pages] = [2, 11, 12, 21].map((index) => Number(fields[index]));
  if (!group || userTicks === undefined || systemTicks === undefined || pages === undefined) return undefined;
  return { group, cpuSeconds: (userTicks + systemTicks) / ticksPerSecond, memoryBytes: pages * pageBytes };
}

function fromPs(groups: ReadonlySet<number>): Promise<Map<number, ProcessUsage>> {
  return new Promise((resolve) => {
    execFile('ps', ['-axo', 'pgid=,time=,rss='], { timeout: 5_000 }, (_error, output) =>
      resolve(parsePs(output, groups)),
    );
  });
}

/** The same from lines of `ps -axo pgid=,time=,rss=`, where time is `[[days-]hours:]minutes:seconds` and rss is KiB. */
export function parsePs(output: string, groups: ReadonlySet<number>): Map<number, ProcessUsage> {
  const usage = new Map<number, ProcessUsage>();
  for (const line of output.split('\n')) {
    const [group, time = '', kib] = line.trim().split(/\s+/);
    if (!groups.has(Number(group))) continue;
    const cpuSeconds = time
      .split(/[-:]/)
      .reduceRight(
        (sum, part, index, all) => sum + Number(part) * ([1, 60, 3600, 86_400][all.length - 1 - index] ?? 0),
        0,
      );
    add(usage, Number(group), { cpuSeconds, memoryBytes: Number(kib) * 1024 });
  }
  return usage;
}

function add(usage: Map<number, ProcessUsage>, group: number, more: ProcessUsage): void {
  const known = usage.get(group);
  usage.set(group, {
    cpuSeconds: (known?.cpuSeconds ?? 0) + more.cpuSeconds,
    memoryBytes: (known?.memoryBytes ?? 0) + more.memoryBytes,
  });
}
