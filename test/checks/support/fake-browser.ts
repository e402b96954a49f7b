import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserEvent } from '../../../checks/smoke/browser/protocol';

/** What a fake browser does, told before it starts. */
export interface FakeBehaviour {
  /** Text of its page. */
  readonly text?: string;
  /** What it tells of its page once it goes there. */
  readonly events?: readonly BrowserEvent[];
  /** Ends itself when it is asked for this. */
  readonly endsAt?: string;
  /** Does not answer this. */
  readonly silentAt?: string;
  /** Writes no message, but this. */
  readonly says?: string;
}

/** How it was started. */
interface Started {
  readonly pid: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Answers over its pipe as a browser does, as far as the smoke test asks. */
const program = `
const { createReadStream, writeSync, writeFileSync } = require('node:fs');
const behaviour = BEHAVIOUR;
writeFileSync(STARTED, JSON.stringify({ pid: process.pid, args: process.argv.slice(2), env: process.env }));
const write = (message) => writeSync(4, JSON.stringify(message) + '\\0');
const answers = {
  'Browser.getVersion': { product: 'Fake/1.2.3' },
  'Target.createTarget': { targetId: 'target' },
  'Target.attachToTarget': { sessionId: 'session' },
  'Runtime.evaluate': { result: { value: { text: behaviour.text ?? '', complete: true } } },
};
const answer = ({ id, method }) => {
  if (method === behaviour.endsAt) {
    console.error('something is missing');
    process.exit(7);
  }
  if (method === behaviour.silentAt) return;
  if (behaviour.says) return writeSync(4, behaviour.says + '\\0');
  if (method === 'Page.navigate') for (const event of behaviour.events ?? []) write(event);
  write({ id, result: answers[method] ?? {} });
  if (method === 'Browser.close') process.exit(0);
};
let rest = '';
createReadStream('', { fd: 3 }).on('data', (chunk) => {
  const messages = (rest + chunk).split('\\0');
  rest = messages.pop();
  for (const message of messages) answer(JSON.parse(message));
}).on('end', () => process.exit(0));
`;

/** A program in a browser's place, in a folder of its own. */
export class FakeBrowser {
  private readonly folder = mkdtempSync(join(tmpdir(), 'fake-browser-'));
  readonly path = join(this.folder, 'chromium');
  private readonly log = join(this.folder, 'started.json');

  behave(behaviour: FakeBehaviour): void {
    const text = program.replace('BEHAVIOUR', JSON.stringify(behaviour)).replace('STARTED', JSON.stringify(this.log));
    writeFileSync(this.path, `#!${process.execPath}\n${text}`, { mode: 0o755 });
    rmSync(this.log, { force: true });
  }

  /** How it was started last; undefined: not at all. */
  get started(): Started | undefined {
    try {
      return JSON.parse(readFileSync(this.log, 'utf8')) as Started;
    } catch {
      return undefined;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
