import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { ProcessTree } from '../process/process-tree';

/**
 * Reads commands from descriptor 3, each ended by a zero byte, and answers with one status a line on descriptor 4. The
 * commands themselves see neither. When the shell ends (a command said `exit`), what was exported stays behind for the next
 * one. With its own trap for SIGTERM the shell waits for the running command, which gets the signal too, and leaves no zombie.
 * Written for bash 3.2, which is what macOS has.
 */
const driver = `
exec 2>&1
[ -f "$REHEARSAL_STATE/exported" ] && . "$REHEARSAL_STATE/exported"
[ -f "$REHEARSAL_STATE/folder" ] && cd "$(cat "$REHEARSAL_STATE/folder")"
trap 'exit 143' TERM
trap 'export -p >"$REHEARSAL_STATE/exported"; pwd >"$REHEARSAL_STATE/folder"' EXIT
while IFS= read -r -d '' -u 3 rehearsal_command; do
  { eval "$rehearsal_command"; } 3<&- 4>&-
  printf '%s\\n' "$?" >&4
done
`;

export interface ShellOptions {
  readonly folder: string;
  /** All variables: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the session's own; made here. */
  readonly stateFolder: string;
  readonly onLine: (line: string) => void;
}

/**
 * One bash for all commands of a build, as in CodeBuild since version 0.2: variables and the current folder last from one
 * command to the next.
 */
export class ShellSession {
  private tree: ProcessTree | undefined;
  private commands: Writable | undefined;
  private answer: ((status: number) => void) | undefined;
  private closed = Promise.resolve();
  private ended = false;

  constructor(private readonly options: ShellOptions) {
    mkdirSync(options.stateFolder, { recursive: true });
  }

  /** Runs one command; its status. A shell that has been ended answers 143, as after SIGTERM. */
  run(command: string): Promise<number> {
    if (this.ended) return Promise.resolve(143);
    if (!this.tree) this.start();
    return new Promise((resolve) => {
      this.answer = (status) => {
        this.answer = undefined;
        resolve(status);
      };
      this.commands?.write(`${command}\0`);
    });
  }

  /** Values of variables as the shell has them now; absent ones are left out. */
  async values(names: readonly string[]): Promise<Record<string, string>> {
    if (names.length === 0) return {};
    const file = join(this.options.stateFolder, 'values');
    // \${name+x} tells unset from empty.
    const lines = names.map((name) => `if [ "\${${name}+x}" ]; then printf '%s\\0' "${name}=\${${name}}"; fi`);
    await this.run(`{ :; ${lines.join('; ')}; } >'${file}'`);
    const text = await readFile(file, 'utf8').catch(() => '');
    return Object.fromEntries(
      text
        .split('\0')
        .filter((pair) => pair !== '')
        .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    );
  }

  /** Ends the shell and everything its commands have started. Its last output has been told when this returns. */
  async end(): Promise<void> {
    this.ended = true;
    await this.tree?.end();
    await this.closed;
  }

  private start(): void {
    const { folder, env, stateFolder, onLine } = this.options;
    const tree = new ProcessTree('bash', ['--noprofile', '--norc', '-c', driver], {
      cwd: folder,
      env: { ...env, REHEARSAL_STATE: stateFolder },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    const [, output, , commands, answers] = tree.child.stdio;
    this.tree = tree;
    this.closed = tree.closed;
    this.commands = commands as Writable;
    // The shell may end while a command is being written; its status tells that.
    this.commands.on('error', () => undefined);
    if (output) createInterface({ input: output as NodeJS.ReadableStream }).on('line', onLine);
    if (answers) {
      createInterface({ input: answers as NodeJS.ReadableStream }).on('line', (line) => this.answer?.(Number(line)));
    }
    void tree.exited.then((status) => {
      if (this.tree === tree) this.tree = undefined;
      this.answer?.(status);
    });
  }
}
