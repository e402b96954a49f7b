import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from '../../../scripts/build/attempt';
import { attempt } from '../../../scripts/build/attempt';
import type { AskDocker } from '../../../scripts/build/container/container';
import type { TriedService } from '../../../scripts/build/container/trial';

/** A service that keeps what it promises, line by line. */
const goodService = `const { createServer } = require('node:http');
let asked = 0;
const health = () => 503;
const server = createServer((request, response) => {
  asked += 1;
  response.writeHead(health());
  response.end('{}');
});
server.listen(Number(process.env.PORT), '0.0.0.0');
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
});
`;

/** The container's own check: whether the service takes connections. */
const goodCheck = `const { connect } = require('node:net');
const socket = connect(Number(process.env.PORT), '127.0.0.1');
socket.once('connect', () => process.exit(0));
socket.once('error', () => process.exit(1));
`;

interface Running {
  readonly process: ChildProcess;
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  readonly ended: Promise<number>;
  said: string;
}

const signals: Readonly<Record<string, number>> = { SIGKILL: 9, SIGTERM: 15 };

/** An image of one service, whose containers are processes of its files. A case changes it before it is tried. */
export class SmallImage {
  /** Shorter than ECS's, so that what never ends is soon known. */
  times = { aliveWithin: 8, healthWithin: 2, endWithin: 3 };
  needsDatabase = true;
  check = goodCheck;
  private service = goodService;
  private readonly folder = mkdtempSync(join(tmpdir(), 'sabotage-image-'));
  private readonly containers = new Map<string, Running>();

  /** Puts a line in the place of another one of the service. */
  edit(line: string, by: string): void {
    if (this.service.split(line).length !== 2) throw new Error(`the service has no line, or several: ${line}`);
    this.service = this.service.replace(line, () => by);
  }

  services(): readonly TriedService[] {
    mkdirSync(join(this.folder, 'dist'));
    writeFileSync(join(this.folder, 'dist', 'main.js'), this.service);
    writeFileSync(join(this.folder, 'dist', 'container-health.js'), this.check);
    return [{ image: 'small', service: 'catalog', variables: {}, needsDatabase: this.needsDatabase }];
  }

  /** As far as a container's life goes. */
  readonly docker: AskDocker = async ([verb = '', ...args], limitMs) => {
    if (verb === 'run') return said(await this.run(args.slice(args.indexOf('small') + 1)));
    const id = args.find((word) => this.containers.has(word)) ?? '';
    const container = this.containers.get(id);
    if (container === undefined) return { code: 1, output: '', said: `no container for ${verb} ${args.join(' ')}` };
    switch (verb) {
      case 'exec': {
        const [program = '', ...words] = args.slice(1);
        return attempt(program, words, { cwd: this.folder, env: container.env, limitMs });
      }
      case 'port':
        return container.process.exitCode === null ? said(`127.0.0.1:${container.port}`) : { ...said(''), code: 1 };
      case 'stop':
        container.process.kill('SIGTERM');
        await Promise.race([container.ended, sleep(Number(args[1]) * 1000, undefined, { ref: false })]);
        container.process.kill('SIGKILL');
        return said(id);
      case 'wait':
        return said(String(await container.ended));
      case 'logs':
        return said(container.said);
      default:
        container.process.kill('SIGKILL');
        return said(id);
    }
  };

  remove(): void {
    for (const { process } of this.containers.values()) process.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run([program = '', ...words]: readonly string[]): Promise<string> {
    const port = await freePort();
    const env = { ...process.env, PORT: String(port) };
    const child = spawn(program, words, { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number>((resolve) => {
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signals[signal ?? ''] ?? 0)));
    });
    const container: Running = { process: child, port, env, ended, said: '' };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        container.said += chunk.toString('utf8');
      });
    }
    const id = `container-${this.containers.size}`;
    this.containers.set(id, container);
    return id;
  }
}

function said(text: string): Attempt {
  return { code: 0, output: text.trim(), said: text.trim() };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
