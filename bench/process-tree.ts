import { readdirSync, readFileSync } from 'node:fs';

/** Parent of each process of this machine; Linux only. */
function parents(): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readText(`/proc/${name}/stat`);
    // The name of the program stands in brackets and may hold anything.
    const [, parent] = /^.*\) \S (\d+) /s.exec(stat) ?? [];
    if (parent !== undefined) found.set(Number(name), Number(parent));
  }
  return found;
}

/**
 * The processes that come from one, with those that were seen as such earlier and have lost their parent since.
 *
 * @param seen what an earlier call returned
 */
export function processTree(root: number, seen: ReadonlySet<number> = new Set()): ReadonlySet<number> {
  const all = parents();
  const tree = new Set([root, ...seen].filter((pid) => all.has(pid)));
  for (let size = -1; size !== tree.size; ) {
    size = tree.size;
    for (const [pid, parent] of all) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

/** Proportional set size of the processes together, in bytes: memory that several share is counted once. */
export function proportionalBytes(pids: Iterable<number>): number {
  let kilobytes = 0;
  for (const pid of pids) {
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kilobytes * 1024;
}

/** A process may end while it is looked at. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
