import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const load = join(__dirname, '../../../src/cloud/workloads/listen-here.cjs');

/** Where a server listens that is told these arguments, as JSON. */
function addressOf(...args: readonly string[]): { readonly address: string; readonly port: number } {
  const program = `
    const server = require('node:http').createServer();
    server.once('listening', () => { console.log(JSON.stringify(server.address())); server.close(); });
    server.listen(${args.join(', ')});`;
  const env = { PATH: process.env.PATH, REHEARSAL_PORTS: '8080,9090', REHEARSAL_PORT: '0' };
  return JSON.parse(execFileSync(process.execPath, ['--require', load, '-e', program], { env, encoding: 'utf8' }));
}

describe("a server in Node with its container's port", () => {
  test.each([
    ['a number', ['8080']],
    ['text and a host', ["'9090'", "'0.0.0.0'"]],
    ['options', ['{ port: 8080, host: "::" }']],
    ['a callback', ['8080', '() => undefined']],
  ])('listens on this machine where it is told so by %s', (_what, args) => {
    const { address, port } = addressOf(...args);
    expect(address).toBe('127.0.0.1');
    expect([8080, 9090]).not.toContain(port);
  });

  test('is left alone on any other port', () => {
    expect(addressOf('{ port: 0, host: "127.0.0.2" }').address).toBe('127.0.0.2');
  });
});
