import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import type { RehearsalEvent } from '../../src/events/events';
import { Network } from '../../src/network/network';
import { companyProxy, webServer } from './servers';

const folder = mkdtempSync(join(tmpdir(), 'network-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened: Network[] = [];
afterAll(() => Promise.all(opened.map((network) => network.close())));

/** A network in which these names lead to ports of this machine. */
async function networkWith(hosts: Readonly<Record<string, number>> = {}) {
  const events: RehearsalEvent[] = [];
  const company = await companyProxy(hosts);
  const network = new Network((event) => events.push(event));
  network.goBy({ http: company.url, https: company.url });
  opened.push(network);
  return { network, events, asked: company.asked };
}

/** Runs a program that has nothing but these variables, and those of everybody. */
async function run(env: Readonly<Record<string, string>>, cwd: string, program: string, ...args: readonly string[]) {
  mkdirSync(cwd, { recursive: true });
  const base = { PATH: process.env.PATH ?? '', HOME: cwd };
  return promisify(execFile)(program, args, { cwd, env: { ...base, ...env } }).then(
    ({ stdout, stderr }) => ({ status: 0, said: `${stdout}${stderr}` }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      status: code,
      said: `${stdout}${stderr}`,
    }),
  );
}

const curl = (env: Readonly<Record<string, string>>, url: string) =>
  run(env, folder, 'curl', '--silent', '--show-error', '--fail-with-body', url);

describe('what a run executes', () => {
  test('is refused what is not allowed; who asked, for what, how often is told, and once as a warning', async () => {
    const { network, events, asked } = await networkWith();
    const variables = await network.variables('Build/Synth');
    for (const url of ['https://example.com/', 'https://example.com/again', 'http://example.com/']) {
      expect((await curl(variables, url)).status).not.toBe(0);
    }
    expect(network.refusedTo('Build/Synth')).toEqual([
      { by: 'Build/Synth', host: 'example.com', port: 443, times: 2 },
      { by: 'Build/Synth', host: 'example.com', port: 80, times: 1 },
    ]);
    expect(events.filter(({ type }) => type === 'request-refused')).toHaveLength(3);
    const warnings = events.filter((event) => event.type === 'warning');
    expect(warnings.map(({ code }) => code)).toEqual(['TAP4082', 'TAP4082']);
    expect(warnings[0]?.message).toMatch(/^Build\/Synth: example\.com:443 .*--allow example\.com .*network\.allowed/);
    expect(asked).toEqual([]);
  });

  test('reads why, and how it is allowed', async () => {
    const { network } = await networkWith();
    const { said } = await curl(await network.variables('Build/Synth'), 'http://example.com:8080/');
    expect(said).toMatch(/TAP4082: example\.com:8080 is refused .*--allow example\.com:8080/);
  });

  test('reaches no host of AWS, whatever is allowed, in words of its own', async () => {
    const { network, asked } = await networkWith({ 'sts.amazonaws.com:80': 1 });
    network.allow(['sts.amazonaws.com', '*.amazonaws.com']);
    const { said } = await curl(await network.variables('Build/Synth'), 'http://sts.amazonaws.com/');
    expect(said).toMatch(/sts\.amazonaws\.com:80 is refused .*nothing reaches AWS/);
    expect(said).not.toContain('--allow');
    expect(asked).toEqual([]);
  });

  test('reaches what is allowed, from then on, and nothing that only ends like it', async () => {
    const port = await webServer((_incoming, response) => response.end('hello'));
    const names = ['registry.example', 'evilregistry.example', 'registry.example.evil.example'];
    const { network } = await networkWith(Object.fromEntries(names.map((name) => [`${name}:80`, port])));
    const variables = await network.variables('Build/Synth');
    expect((await curl(variables, 'http://registry.example/')).status).not.toBe(0);
    network.allow(['registry.example']);
    expect(await curl(variables, 'http://registry.example/')).toEqual({ status: 0, said: 'hello' });
    for (const name of names.slice(1)) {
      expect((await curl(variables, `http://${name}/`)).said).toContain('is refused');
    }
  });

  test('reaches the public registries without being allowed anything', async () => {
    const port = await webServer((_incoming, response) => response.end('hello'));
    const registries = ['registry.npmjs.org', 'registry.yarnpkg.com', 'pypi.org', 'files.pythonhosted.org'];
    const { network } = await networkWith(Object.fromEntries(registries.map((name) => [`${name}:80`, port])));
    const variables = await network.variables('packages');
    for (const name of registries) {
      expect(await curl(variables, `http://${name}/`)).toEqual({ status: 0, said: 'hello' });
    }
  });

  test('reaches this machine without the proxy, and by it where a client asks it nevertheless', async () => {
    const port = await webServer((_incoming, response) => response.end('here'));
    const six = await webServer((_incoming, response) => response.end('six'), '::1');
    const { network, events, asked } = await networkWith();
    const variables = await network.variables('Alpha/Verify');
    expect(await curl(variables, `http://127.0.0.1:${port}/`)).toEqual({ status: 0, said: 'here' });
    expect(await curl(variables, `http://localhost:${port}/`)).toEqual({ status: 0, said: 'here' });
    expect(await curl(variables, `http://[::1]:${six}/`)).toEqual({ status: 0, said: 'six' });
    const asking = { http_proxy: variables.HTTP_PROXY ?? '' };
    expect(await curl(asking, `http://127.0.0.1:${port}/`)).toEqual({ status: 0, said: 'here' });
    expect(await curl(asking, `http://[::1]:${six}/`)).toEqual({ status: 0, said: 'six' });
    expect(events).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('is known by the proxy that it was given, and all of them end together', async () => {
    const { network } = await networkWith();
    const [one, other] = [await network.variables('Build/Image'), await network.variables('Build/Synth')];
    expect(await network.variables('Build/Image')).toEqual(one);
    await Promise.all([curl(one, 'https://one.example/'), curl(other, 'https://other.example/')]);
    expect(network.refusedTo('Build/Image').map(({ host }) => host)).toEqual(['one.example']);
    expect(network.refusedTo('Build/Synth').map(({ host }) => host)).toEqual(['other.example']);
    await network.close();
    for (const variables of [one, other]) {
      expect((await curl(variables, 'http://one.example/')).said).toMatch(/connect/i);
    }
  });
});

describe('a package manager', () => {
  test('npm installs from a registry that is let through, and reads the refusal of another one', async () => {
    const at = join(folder, 'npm');
    mkdirSync(join(at, 'package'), { recursive: true });
    writeFileSync(join(at, 'package', 'package.json'), '{"name":"thing","version":"1.0.0"}');
    await promisify(execFile)('tar', ['-czf', 'thing.tgz', 'package'], { cwd: at });
    const archive = readFileSync(join(at, 'thing.tgz'));
    const port = await webServer((_incoming, response) => response.end(archive));
    const { network } = await networkWith({ 'npm.example:80': port });
    network.allow(['npm.example']);
    const variables = await network.variables('packages');
    const install = (name: string, host: string) => {
      const lock = {
        name: 'app',
        lockfileVersion: 3,
        packages: {
          '': { name: 'app', dependencies: { thing: '1.0.0' } },
          'node_modules/thing': {
            version: '1.0.0',
            resolved: `http://${host}/thing.tgz`,
            integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}`,
          },
        },
      };
      const app = join(folder, name);
      mkdirSync(app);
      writeFileSync(join(app, 'package.json'), '{"name":"app","dependencies":{"thing":"1.0.0"}}');
      writeFileSync(join(app, 'package-lock.json'), JSON.stringify(lock));
      // What a project says of a proxy of its own does not lead around ours.
      writeFileSync(join(app, '.npmrc'), 'proxy=http://127.0.0.1:1\naudit=false\nfetch-retries=0\n');
      return run(variables, app, 'npm', 'ci');
    };
    expect(await install('good', 'npm.example')).toMatchObject({ status: 0 });
    expect(existsSync(join(folder, 'good', 'node_modules', 'thing', 'package.json'))).toBe(true);
    const bad = await install('bad', 'evilnpm.example');
    expect(bad.status).not.toBe(0);
    expect(bad.said).toMatch(/403 TAP4082: evilnpm\.example:80 is refused/);
  });

  test('pip installs from an index that is let through', async () => {
    const wheel = zipSync({
      'thing.py': strToU8('word = "thing"\n'),
      'thing-1.0.dist-info/METADATA': strToU8('Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n'),
      'thing-1.0.dist-info/WHEEL': strToU8('Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'),
      'thing-1.0.dist-info/RECORD': strToU8(''),
    });
    const name = 'thing-1.0-py3-none-any.whl';
    const port = await webServer((incoming, response) => {
      if (incoming.url?.endsWith('.whl')) response.end(wheel);
      else response.writeHead(200, { 'content-type': 'text/html' }).end(`<a href="/${name}">${name}</a>`);
    });
    const { network, asked } = await networkWith({ 'pip.example:80': port });
    network.allow(['pip.example']);
    const to = [
      '--target',
      'installed',
      '--no-cache-dir',
      '--disable-pip-version-check',
      '--trusted-host',
      'pip.example',
    ];
    const from = ['--index-url', 'http://pip.example/simple', 'thing==1.0'];
    const at = join(folder, 'pip');
    const variables = await network.variables('packages');
    expect(await run(variables, at, 'python3', '-m', 'pip', 'install', ...to, ...from)).toMatchObject({ status: 0 });
    expect(existsSync(join(at, 'installed', 'thing.py'))).toBe(true);
    expect(asked.length).toBeGreaterThan(1);
  });
});
