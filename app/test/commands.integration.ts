import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { shopVariables } from './helpers/child-service';
import { Client } from './helpers/client';
import { type DatabaseServer, startDatabaseServer } from './helpers/database-server';
import { holdProduct, untilOrderWaits } from './helpers/held-product';
import { createMigratedSchema, type ShopSchema } from './helpers/shop-schema';

let server: DatabaseServer;
let schema: ShopSchema;

beforeAll(async () => {
  server = await startDatabaseServer();
  schema = await createMigratedSchema(server);
}, 60_000);
afterAll(async () => {
  await schema.drop();
  await server.stop();
});

function start(command: string, environment: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, ['--import', 'tsx', join(__dirname, '../src/main.ts'), command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...shopVariables(schema.migration), ...environment },
  });
}

async function ended(child: ChildProcessByStdio<null, Readable, Readable>) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, text };
}

describe('the shop’s commands, as processes', () => {
  test('it serves until SIGTERM, finishes the open request, and ends with 0', async () => {
    const child = start('checkout');
    const end = ended(child);
    let port = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const entry = JSON.parse(line);
      if (entry.msg === 'listening') {
        port = entry.port;
        break;
      }
    }
    const client = new Client({ address: { port, family: 'IPv4', address: '127.0.0.1' } });
    const { id } = await client.cart({ 40: 1 });
    const release = await holdProduct(schema, 40);
    const order = client.order(id);
    await untilOrderWaits(schema);
    child.kill('SIGTERM');
    await expect(
      (async () => {
        for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
          await fetch(`http://127.0.0.1:${port}/health`);
        }
      })(),
    ).rejects.toThrow();
    await release();
    expect((await order).status).toBe(201);
    const { code, text } = await end;
    expect(code).toBe(0);
    expect(text).not.toContain(JSON.stringify(schema.service.secret.credentials.password).slice(1, -1));
  });

  test('migrate ends with 0; wrong use with 2; a wrong setting with 1, its code and no secret', async () => {
    const outcomes = await Promise.all([
      ended(start('migrate')),
      ended(start('warehouse')),
      ended(start('catalog', { DATABASE_SECRET: 'hidden' })),
      ended(start('catalog', { PORT: 'eighty' })),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 2, 1, 1]);
    expect(outcomes.map(({ text }) => /TAP\d{4}/.exec(text)?.[0])).toEqual([
      undefined,
      'TAP5001',
      'TAP5003',
      'TAP5002',
    ]);
    expect(outcomes.map(({ text }) => text).join('')).not.toContain('hidden');
  });
});
