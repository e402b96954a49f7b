import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends the process groups of a run when the rehearsal itself is gone, however it went (`kill -9` included): a shell that
 * reads group ids from a pipe, and ends what is left of them when the pipe closes.
 */
export class ProcessGuard {
  private shell: ChildProcess | undefined;

  add(group: number): void {
    this.tell(`add ${group}`);
  }

  /** The group has ended; its id may be given to somebody else from now on. */
  remove(group: number): void {
    if (this.shell) this.tell(`del ${group}`);
  }

  close(): void {
    this.shell?.stdin?.end();
    this.shell = undefined;
  }

  private tell(line: string): void {
    this.shell ??= start();
    this.shell.stdin?.write(`${line}\n`);
  }
}

const script = `
groups=" "
while read -r what group; do
  case "$what" in
    add) groups="$groups$group " ;;
    del) case "$groups" in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -TERM "-$group" 2>/dev/null; done
[ "$groups" = " " ] || sleep 2
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
`;

function start(): ChildProcess {
  // A group of its own: Ctrl-C in a terminal reaches the rehearsal, which then ends everything in order.
  const shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.on('error', () => undefined);
  shell.stdin?.on('error', () => undefined);
  shell.unref();
  return shell;
}
