import { execFileSync } from 'node:child_process';

/** Processes that are at work; one that has ended counts for nothing, whether or not it was taken away yet. */
function atWork(): readonly { readonly pid: number; readonly group: number }[] {
  return execFileSync('ps', ['-eo', 'pid=,pgid=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => !state?.startsWith('Z'))
    .map(([pid, group]) => ({ pid: Number(pid), group: Number(group) }));
}

export function isAlive(pid: number): boolean {
  return atWork().some((process) => process.pid === pid);
}

export function isGroupAlive(group: number): boolean {
  return atWork().some((process) => process.group === group);
}
