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

/**
 * A command for bash that starts a daemon, as `service` does: no child of the shell, in a session of its own, without the shell's
 * variables, with the shell's output, where it says its process id. The command ends when that is said.
 *
 * @param first commands of the daemon before it sleeps
 */
export function daemon(first = ':'): string {
  const does = `${first}; echo $$; : >"$SAID"; sleep 600; sleep 600`;
  const start = `(env -i PATH="$PATH" SAID="$said" setsid sh -c '${does}' &)`;
  return `said=$(mktemp -u); ${start}; until [ -e "$said" ]; do sleep 0.02; done; rm "$said"`;
}

export function isAlive(pid: number): boolean {
  return atWork().some((process) => process.pid === pid);
}

export function isGroupAlive(group: number): boolean {
  return atWork().some((process) => process.group === group);
}
