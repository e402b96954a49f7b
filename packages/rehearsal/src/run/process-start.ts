import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names what process ids are unique in: this start of the machine, and the container. Empty if that can't be known. Elsewhere than
 * on Linux there is but one.
 */
export function bootOf(): string {
  if (process.platform !== 'linux') return process.platform;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

/**
 * When a process was started, as a text that tells it from a later one of the same id; undefined if there is none, or it has ended and
 * was not taken away yet.
 */
export function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startInProc(pid) : startByPs(pid);
}

/** The 22nd field of proc_pid_stat(5), in ticks since the machine was started; the name in parentheses may hold anything. */
function startInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return isEnded(fields[0]) ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state, ...start] = (stdout ?? '').trim().split(/\s+/);
  return isEnded(state) ? undefined : start.join(' ');
}

function isEnded(state: string | undefined): boolean {
  return !state || /^[ZX]/.test(state);
}
