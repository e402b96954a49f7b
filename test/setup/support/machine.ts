import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createContext } from '../../../scripts/setup/context.mjs';

/** A made-up machine: a repository, a PATH with fake programs alone, and what set-up said. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'set-up-'));
  readonly root = join(this.folder, 'repository');
  readonly said: string[] = [];
  readonly controller = new AbortController();
  readonly context = createContext({
    root: this.root,
    signal: this.controller.signal,
    say: (text) => this.said.push(text),
    env: { PATH: join(this.folder, 'path'), HOME: this.folder },
  });

  constructor() {
    mkdirSync(this.root);
    mkdirSync(join(this.folder, 'path'));
  }

  /** Puts a shell script on the PATH. It may call the machine's own programs by their full names alone. */
  program(name: string, body: string): string {
    return this.file(join('..', 'path', name), `#!/bin/sh\n${body}\n`, 0o755);
  }

  /** Writes a file of the repository. */
  file(path: string, text: string, mode = 0o644): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
