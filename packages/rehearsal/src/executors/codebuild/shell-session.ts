import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { ProcessTree } from '../process/process-tree';

/** A shell as CodeBuild's images have it. */
export type ShellName = 'bash' | 'sh' | 'bash as sh';

/** Ubuntu's sh is dash; where that is missing, sh is taken. */
const dashOrSh = 'command -v dash >/dev/null && exec dash -c "$1"; exec sh -c "$1"';

/** How each is started for the text of a script; what a person's own files would set up is left out. */
const programs: Readonly<Record<ShellName, readonly string[]>> = {
  bash: ['bash', '--noprofile', '--norc', '-c'],
  sh: ['bash', '--noprofile', '--norc', '-c', dashOrSh, 'job'],
  'bash as sh': ['bash', '--posix', '--noprofile', '--norc', '-c'],
};

/**
 * For each line on descriptor 3 carries out the command that lies in a file, and answers with its status, a line on descriptor 4.
 * The commands themselves see neither. When the shell ends (a command said `exit`), what was exported stays behind for the next
 * one. With its own trap for SIGTERM the shell waits for the running command, which gets the signal too, and leaves no zombie.
 *
 * What a command has assigned is exported for the commands after it. No page of AWS's was found that says so; it is inferred from a step of
 * CDK Pipelines that assigns ARN in one command and reads it with Node in the next
 * (https://github.com/aws/aws-cdk/blob/v2.273.0/packages/aws-cdk-lib/pipelines/lib/private/application-security-check.ts).
 *
 * What it does after a command says nothing, also if the command has said `set -x`. It finds what it needs
 * also if the command has left no PATH: a command that can't be read would be none, and pass.
 *
 * Written for any shell of POSIX, and for bash 3.2, which is what macOS has.
 */
const driver = `
exec 2>&1
[ -f "$REHEARSAL_STATE/exported" ] && . "$REHEARSAL_STATE/exported"
[ -f "$REHEARSAL_STATE/folder" ] && cd "$(cat "$REHEARSAL_STATE/folder")"
trap 'exit 143' TERM
trap '{ export -p >"$REHEARSAL_STATE/exported"; pwd >"$REHEARSAL_STATE/folder"; } 2>/dev/null' EXIT
rehearsal_names() { set | command -p sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/\\1/p'; }
rehearsal_command= rehearsal_status= rehearsal_name=
rehearsal_own=" $(rehearsal_names | tr '\\n' ' ') _ COLUMNS LINES OPTARG OPTIND PIPESTATUS rehearsal_own "
while IFS= read -r rehearsal_command <&3; do
  rehearsal_command=$(command -p cat "$REHEARSAL_STATE/command") || exit 127
  { eval "$rehearsal_command"; } 3<&- 4>&-
  {
    rehearsal_status=$?
    rehearsal_names >"$REHEARSAL_STATE/names" || :
    while IFS= read -r rehearsal_name; do
      case "$rehearsal_own" in *" $rehearsal_name "*) ;; *) export "$rehearsal_name" ;; esac
    done <"$REHEARSAL_STATE/names"
    echo "$rehearsal_status" >&4
  } 2>/dev/null
done
`;

export interface ShellOptions {
  readonly folder: string;
  /** The shell that carries out the commands. */
  readonly shell: ShellName;
  /** All variables: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the session's own; made here. */
  readonly stateFolder: string;
  readonly onLine: (line: string) => void;
}

/**
 * One shell for all commands of a build, as in CodeBuild since version 0.2: variables and the current folder last from one
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
      writeFileSync(join(this.options.stateFolder, 'command'), command);
      this.commands?.write('\n');
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
    const { folder, shell, env, stateFolder, onLine } = this.options;
    const [program = '', ...args] = programs[shell];
    const tree = new ProcessTree(program, [...args, driver], {
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
