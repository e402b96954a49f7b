import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { exitCodes } from '../src/command/run-error';
import { configurationFile } from '../src/configuration/load';
import type { RehearsalOptions } from '../src/run/options';
import { defaultAccount } from '../src/run/surroundings';
import { takeInventory } from '../src/take-inventory';
import { configuration, fixture, options, surroundings } from './run/fixture';

const { folder, root, write, git, commit, first } = fixture();
afterEach(() => git('reset', '--quiet', '--hard', first));

/** Takes the inventory, and answers with the exit code and what was said. */
async function take(more: Partial<RehearsalOptions> = {}) {
  const around = surroundings(root);
  const configured: string[] = [];
  const loadConfiguration = (app: string) => {
    configured.push(app);
    return configuration;
  };
  const exitCode = await takeInventory(options(root, { inventory: true, ...more }), {
    ...around.surroundings,
    loadConfiguration,
  });
  const said = around.events.flatMap((event) => (event.type === 'phase' ? [event.text] : []));
  return { exitCode, said, configured };
}

describe('an inventory of a commit', () => {
  test('says what can be carried out, ends with 0, and leaves neither a report nor a work folder', async () => {
    const { TMPDIR } = process.env;
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    process.env.TMPDIR = temporary;
    const { exitCode, said } = await take().finally(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    });
    expect(exitCode).toBe(exitCodes.promoted);
    expect(said).toContain('The pipeline of Delivery has 3 stages and 1 action; 1 of them can be carried out.');
    expect(said).not.toContain('Starting the local cloud');
    expect(existsSync(join(root, 'rehearsal-report'))).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('ends with 2 where an action can not, and names it', async () => {
    write('foreign', '');
    commit('Foreign');
    const attempt = take();
    await expect(attempt).rejects.toMatchObject({
      code: 'TAP4072',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining('Gamma/Tell (Invoke/AWS/Lambda)'),
    });
  });

  test('is taken of the commit that was named', async () => {
    write('foreign', '');
    commit('Foreign');
    expect((await take({ commit: first })).exitCode).toBe(exitCodes.promoted);
  });

  test('of another repository asks before anything of it is executed', async () => {
    write('cdk.json', '{"app":"node app.js"}');
    commit('App');
    const { exitCode, said } = await take({ project: root });
    expect(exitCode).toBe(exitCodes.promoted);
    const asked = said.findIndex((text) => text.includes('will be executed here'));
    const synthesized = said.findIndex((text) => text.startsWith('Synthesizing'));
    expect(asked).toBeGreaterThanOrEqual(0);
    expect(asked).toBeLessThan(synthesized);
  });

  test('of another repository gives its npm a cache beside that of the person', async () => {
    write('cdk.json', '{"app":"node app.js"}');
    commit('App');
    const cache = () => readFileSync(join(root, '.tools', 'cache'), 'utf8').trim();
    await take();
    expect(cache()).toBe('');
    await take({ project: root });
    expect(cache()).toBe(join(root, '.tools', 'rehearsal-npm-cache'));
  });

  describe('of a repository with a configuration', () => {
    const seen = join(folder, 'seen');
    const { AWS_SECRET_ACCESS_KEY: before } = process.env;
    const secret = 'of the person';
    beforeEach(() => {
      process.env.AWS_SECRET_ACCESS_KEY = secret;
      write('cdk.json', '{"app":"node app.js"}');
      write(
        configurationFile,
        `require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.env));
        export default { network: { allowed: ['evil.example'] }, variables: ['AWS_*'] };`,
      );
      commit('Tells');
    });
    afterEach(() => {
      if (before === undefined) delete process.env.AWS_SECRET_ACCESS_KEY;
      else process.env.AWS_SECRET_ACCESS_KEY = before;
      rmSync(seen, { force: true });
    });

    const inventoryFrom = async (root: string, project: string) => {
      const around = surroundings(root);
      const { loadConfiguration: _, ...real } = around.surroundings;
      const attempt = takeInventory(options(root, { inventory: true, project }), real);
      const outcome = await attempt.catch((error: unknown) => error);
      return { outcome, events: around.events };
    };

    test('that is another one never executes it, lets nobody to its hosts, and says so', async () => {
      const another = join(folder, 'another');
      cpSync(join(root, '.tools'), join(another, '.tools'), { recursive: true });
      const taken = await inventoryFrom(another, root);
      expect(taken.outcome).toBe(exitCodes.promoted);
      expect(existsSync(seen)).toBe(false);
      expect(taken.events).toContainEqual({
        type: 'phase',
        text: expect.stringContaining(`${configurationFile} is not loaded`),
      });
      expect(taken.events).toContainEqual(expect.objectContaining({ type: 'granted', hosts: [] }));
    });

    test("that is the rehearsal's own names it before it is loaded, and refuses what it asks of the person", async () => {
      const { outcome, events } = await inventoryFrom(root, root);
      expect(outcome).toMatchObject({ code: 'TAP4066', message: expect.stringContaining('variables[0]') });
      expect(readFileSync(seen, 'utf8')).toContain(secret);
      const texts = events.flatMap((event) => (event.type === 'phase' ? [event.text] : []));
      expect(texts).toContainEqual(expect.stringMatching(new RegExp(`will be executed here.*${configurationFile}`)));

      write(configurationFile, "export default { network: { allowed: ['tools.example'] } };");
      commit('Asks for no more than a host');
      const taken = await inventoryFrom(root, root);
      expect(taken.outcome).toBe(exitCodes.promoted);
      expect(taken.events).toContainEqual(expect.objectContaining({ type: 'granted', hosts: ['tools.example'] }));
    });
  });

  test('of an app in a folder of the repository takes its own packages, whatever the folder is called', async () => {
    const app = join('die Übersicht', 'app 1');
    write(join(app, 'cdk.json'), '{"app":"node app.js"}');
    write(join(app, 'package-lock.json'), '{"name":"app"}');
    // Where the root's command line is run, there is nothing that it wants.
    write(join(app, 'needs'), '{"STAGE":"live"}');
    commit('App in a folder');
    const project = join(root, app);
    expect((await take({ project, variables: { STAGE: 'live' } })).exitCode).toBe(exitCodes.promoted);
    await expect(take({ project })).rejects.toMatchObject({ message: expect.stringContaining('lacks STAGE') });
    expect((await take()).exitCode).toBe(exitCodes.promoted);
  });

  test('is taken of an app that asks for the account of a person, who may say another', async () => {
    write('needs', JSON.stringify({ CDK_DEFAULT_ACCOUNT: defaultAccount }));
    commit('App for the account of its person');
    expect((await take()).exitCode).toBe(exitCodes.promoted);
    const another = take({ variables: { CDK_DEFAULT_ACCOUNT: '222222222222' } });
    await expect(another).rejects.toMatchObject({ message: expect.stringContaining('lacks CDK_DEFAULT_ACCOUNT') });
  });

  test('of an app is told what lies beside its own cdk.json, and nothing by another app above it', async () => {
    const app = join('examples', 'one');
    write(join(app, 'cdk.json'), '{"app":"node app.js"}');
    write(join(app, 'package-lock.json'), '{"name":"app"}');
    commit('App in a folder');
    const project = join(root, app);
    const { said, configured } = await take({ project });
    expect(configured).toEqual([expect.stringMatching(new RegExp(`/${app}$`))]);
    expect(said).not.toContainEqual(expect.stringContaining('another app'));

    write('cdk.json', '{"app":"node weather.js"}');
    commit('An app above it');
    const guest = await take({ project });
    expect(guest.exitCode).toBe(exitCodes.promoted);
    expect(guest.configured).toEqual(configured.map(() => expect.stringMatching(new RegExp(`/${app}$`))));
    expect(guest.said).toContainEqual(expect.stringMatching(`${app} lies in the repository of another app`));
    expect(guest.said).toContainEqual(
      expect.stringMatching(new RegExp(`Of ${project} will be executed .*node app\\.js`)),
    );
  });

  test('installs with the variables that were given, which a private registry may want', async () => {
    write(join('planted', 'npm'), '#!/bin/sh\necho "asked with $REGISTRY_TOKEN" >&2\nexit 1\n', 0o755);
    write(join('infra', 'cdk.json'), '{"app":"node app.js"}');
    write(join('infra', 'package-lock.json'), '{"name":"infra"}');
    commit('Private');
    const around = surroundings(root).surroundings;
    const machine = await around.lookAtMachine();
    const lookAtMachine = async () => ({ ...machine, path: `${join(root, 'planted')}${delimiter}${machine.path}` });
    const variables = { REGISTRY_TOKEN: 'a token' };
    const given = options(root, { inventory: true, project: join(root, 'infra'), variables });
    await expect(takeInventory(given, { ...around, lookAtMachine })).rejects.toMatchObject({
      code: 'TAP4051',
      exitCode: exitCodes.machineLacks,
      message: expect.stringContaining('asked with a token'),
    });
  });

  test('of a commit that is interrupted ends as a rehearsal does', async () => {
    const around = surroundings(root);
    const interrupting = {
      ...around.surroundings,
      openTerminal: () => ({
        emit: () => void process.emit('SIGTERM', 'SIGTERM'),
        summarise: () => undefined,
        close: () => undefined,
      }),
    };
    expect(await takeInventory(options(root), interrupting)).toBe(exitCodes.interrupted);
  });
});
