import { main } from '../src/cli';
import { exitCodes } from '../src/command/run-error';
import { fixture, surroundings } from './run/fixture';

const { folder, root, write, git, commit, first } = fixture();
afterEach(() => git('reset', '--quiet', '--hard', first));

/** Has an inventory taken, as the command line does. */
async function call(...args: readonly string[]) {
  const around = surroundings(root);
  const errors: string[] = [];
  const exitCode = await main(['--inventory', ...args], {
    command: 'rehearse this',
    faults: [],
    cwd: folder,
    interactive: false,
    print: () => undefined,
    printError: (text) => errors.push(text),
    surroundings: () => around.surroundings,
  });
  const said = around.events.flatMap((event) => (event.type === 'phase' ? [event.text] : []));
  return { exitCode, errors: errors.join(''), said };
}

describe('what the command line was told', () => {
  test('of variables reaches the synth, all of them and with their whole values', async () => {
    write('needs', JSON.stringify({ STAGE: 'live', RULE: 'a=b c', EMPTY: '' }));
    commit('Needs');
    const given = ['--variable', 'STAGE=live', '--variable', 'RULE=a=b c', '--variable', 'EMPTY='];
    expect(await call(...given)).toMatchObject({ exitCode: exitCodes.promoted, errors: '' });
    expect(await call(...given.slice(0, 2))).toMatchObject({
      exitCode: exitCodes.stopped,
      errors: expect.stringContaining('lacks RULE'),
    });
  });

  test('of a stack is where the pipeline is looked for', async () => {
    expect((await call('--pipeline', 'Delivery')).exitCode).toBe(exitCodes.promoted);
    expect(await call('--pipeline', 'Nowhere')).toMatchObject({
      exitCode: exitCodes.wrongUse,
      errors: expect.stringMatching(/^TAP4049: .*no stack Nowhere.*Delivery/),
    });
  });

  test('of a project is meant from the folder in which it was called', async () => {
    write('cdk.json', '{"app":"node app.js"}');
    commit('App');
    const { exitCode, said } = await call('--yes', '--project', 'repository');
    expect(exitCode).toBe(exitCodes.promoted);
    expect(said).toContainEqual(expect.stringContaining(`Of ${root} will be executed`));
    expect(await call('--yes', '--project', 'nowhere')).toMatchObject({
      exitCode: exitCodes.wrongUse,
      errors: expect.stringMatching(/^TAP4067: .*nowhere/),
    });
  });
});
