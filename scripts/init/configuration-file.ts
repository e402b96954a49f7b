import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CodedError } from '@delivery/coded-error';
import type { DeliveryData } from '../../lib/config';
import { editConfiguration } from './edit-configuration';
import { evaluate } from './evaluate';

/** The team's file, relative to the repository. */
const place = join('lib', 'config', 'environments.ts');

/** The team's file: read once, replaced as a whole or not at all. */
export class ConfigurationFile {
  private written: string | undefined;

  private constructor(
    private readonly root: string,
    private readonly path: string,
    /** As it was read. */
    private readonly text: string,
    /** What it says. */
    readonly data: DeliveryData,
  ) {}

  /** @throws CodedError TAP2104 if it can't be read, or not be understood */
  static read(root: string): ConfigurationFile {
    try {
      // A link stays one: what it leads to is replaced.
      const path = realpathSync(join(root, place));
      const text = readFileSync(path, 'utf8');
      return new ConfigurationFile(root, path, text, evaluate(text, path));
    } catch (error) {
      throw new CodedError('TAP2104', `${place} can't be read; mend it, or take it from git again: ${reasonOf(error)}`);
    }
  }

  /**
   * The text that says other data, in the repository's form.
   *
   * @throws CodedError TAP2106 if the file is built in a way in which the places of the values are not found
   */
  textFor(data: DeliveryData): string {
    const text = this.formatted(editConfiguration(this.text, this.data, data));
    if (isDeepStrictEqual(said(evaluate(text, this.path)), said(data))) return text;
    throw new CodedError(
      'TAP2106',
      `${place} no longer has the structure in which init finds its places; nothing was written, write the answers into it by hand`,
    );
  }

  /** @throws CodedError TAP2107 if somebody has changed the file since it was read */
  replace(text: string): void {
    if (readFileSync(this.path, 'utf8') !== this.text) {
      throw new CodedError('TAP2107', `${place} has changed meanwhile; nothing was written, start again`);
    }
    this.swap(text);
    this.written = text;
  }

  /** Puts back what was read, unless somebody has changed the file since. */
  restore(): void {
    if (this.written !== undefined && readFileSync(this.path, 'utf8') === this.written) this.swap(this.text);
  }

  /** A reader sees the old file or the new one, never a part. */
  private swap(text: string): void {
    const draft = `${this.path}.${process.pid}.draft`;
    try {
      writeFileSync(draft, text, { mode: statSync(this.path).mode });
      renameSync(draft, this.path);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  private formatted(text: string): string {
    const biome = join(this.root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${relative(this.root, this.path)}`], {
      cwd: this.root,
      input: text,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }
}

/** A configuration with what it says alone: a property that is undefined says nothing. */
function said(data: DeliveryData): unknown {
  return JSON.parse(JSON.stringify(data));
}

/** What an error says, with the lines that it points at. SWC adds where in its own program that was, which tells nobody anything. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [telling = ''] = message.split(/\n\s*\n/);
  return telling.trim().replace(/^x /, '');
}
