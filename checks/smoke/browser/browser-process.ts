import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Milliseconds that a browser gets to end in order. */
const endWithinMs = 2_000;

/** Characters of its log that a reason quotes. */
const lastWords = 300;

/**
 * Switches beyond those of the pipe and the profile. A browser on its own asks its maker's servers for updates, lists and
 * settings; these keep it from it, and the rules for names in `switches` hold whatever is left.
 * https://github.com/GoogleChrome/chrome-launcher/blob/main/docs/chrome-flags-for-tools.md
 */
const quiet = [
  '--headless',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-features=MediaRouter,OptimizationHints,Translate',
  '--disable-sync',
  '--metrics-recording-only',
  '--mute-audio',
  '--password-store=basic',
  '--use-mock-keychain',
  // A container's /dev/shm may be too small for a page, and it has no graphics card.
  '--disable-dev-shm-usage',
  '--disable-gpu',
  // The doors are asked directly by all steps.
  '--no-proxy-server',
];

/**
 * A browser as a process of its own group, with an empty profile and none of the job's variables: a page finds neither keys nor
 * what a run before it has left. The group and the profile go with it, and with this very process.
 */
export class BrowserProcess {
  private readonly profile = mkdtempSync(join(tmpdir(), 'browser-'));
  private readonly child: ChildProcess;
  private readonly onExit = () => this.remove();
  private log = '';
  /** Why it has ended, once it has. */
  readonly ended: Promise<Error>;

  /** @param hosts the only ones that it finds */
  constructor(program: string, hosts: readonly string[], variables: Readonly<Record<string, string | undefined>>) {
    this.child = spawn(program, switches(this.profile, hosts), {
      cwd: this.profile,
      env: { PATH: variables.PATH, HOME: this.profile, TMPDIR: this.profile },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
    process.once('exit', this.onExit);
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.log = (this.log + chunk.toString('utf8')).slice(-lastWords);
    });
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error));
      this.child.once('exit', (code, signal) => {
        resolve(new Error(`it ended with ${code ?? signal}${this.log && `; its last words: ${this.log.trim()}`}`));
      });
    });
  }

  /** Where it reads. */
  get input(): Writable {
    return this.child.stdio[3] as Writable;
  }

  /** Where it writes. */
  get output(): Readable {
    return this.child.stdio[4] as Readable;
  }

  /** Ends all of its group at once. */
  kill(): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // All of them have ended already.
    }
  }

  /** Waits for its end, which it was asked for, makes sure of it, and takes its profile away. */
  async end(): Promise<void> {
    const clock = setTimeout(() => this.kill(), endWithinMs);
    await this.ended;
    clearTimeout(clock);
    process.removeListener('exit', this.onExit);
    this.remove();
  }

  private remove(): void {
    this.kill();
    // What was just killed may still have written a file.
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

function switches(profile: string, hosts: readonly string[]): string[] {
  return [
    ...quiet,
    // Its sandbox refuses to work for root, who CodeBuild's jobs are; what it shows is this commit's own page.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--host-resolver-rules=${['MAP * ~NOTFOUND', ...hosts.map((host) => `EXCLUDE ${host}`)].join(' , ')}`,
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    'about:blank',
  ];
}
