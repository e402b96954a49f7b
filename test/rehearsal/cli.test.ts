import { type CommandLine, main } from '../../rehearsal/cli';
import { faultsAt } from '../../rehearsal/faults/all';
import { anyPlaces } from '../../rehearsal/faults/places';
import { exitCodes } from '../../rehearsal/run/run-error';

const faults = faultsAt(anyPlaces);

async function call(args: readonly string[], more: Partial<CommandLine> = {}) {
  const said: string[] = [];
  const errors: string[] = [];
  const exitCode = await main(args, {
    cwd: '/',
    interactive: false,
    print: (text) => said.push(text),
    printError: (text) => errors.push(text),
    surroundings: () => {
      throw new Error('a rehearsal was started');
    },
    ...more,
  });
  return { exitCode, said: said.join(''), errors: errors.join('') };
}

describe('the command line', () => {
  test('lists faults by name, gate and description, and nothing else', async () => {
    const { exitCode, said, errors } = await call(['--list-faults']);
    expect(exitCode).toBe(exitCodes.promoted);
    expect(errors).toBe('');
    expect(faults.length).toBeGreaterThan(15);
    // The catalogue, which is all that --list-faults reads, has exactly the faults that can be ordered, in their order. The
    // stages in it are those of the team's pipeline when npm run docs made it.
    const lines = said.split('\n').map((line) => line.split('\t'));
    expect(lines.pop()).toEqual(['']);
    const ownName = (gate = '') => gate.split(/[/.]/).at(-1);
    expect(lines.map(([name, gate, description]) => [name, ownName(gate), description])).toEqual(
      faults.map(({ name, gate, description }) => [name, ownName(gate), description]),
    );
  });

  test('the faults have names of their own, in kebab-case, and gates of the form Stage/Action', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.filter(({ name }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(faults.filter(({ gate }) => !/^\w+\/[\w.]+$/.test(gate))).toEqual([]);
  });

  test.each([
    [['--no-such-option'], /^TAP4040.*unknown option '--no-such-option'.*--help/],
    [['--until'], /^TAP4040.*--until <stage>.*argument missing/],
    [['Dev'], /^TAP4040.*"Dev".*--help/],
    [['--list-faults', 'Dev'], /^TAP4040.*"Dev"/],
    [['--yes', '--working-tree', '--commit', 'x'], /TAP4040/],
    [['--hold', '--list-faults'], /TAP4040.*--hold.*--list-faults/],
    [[], /TAP4043.*--yes/],
  ])('%j is wrong use', async (args, message) => {
    const { exitCode, errors } = await call(args);
    expect(exitCode).toBe(exitCodes.wrongUse);
    expect(errors).toMatch(message);
  });

  test('help is no error', async () => {
    const { exitCode, said } = await call(['--help']);
    expect(exitCode).toBe(exitCodes.promoted);
    expect(said).toContain('--working-tree');
  });

  test('trouble before a rehearsal has begun is its own', async () => {
    const { exitCode, errors } = await call(['--yes']);
    expect(exitCode).toBe(exitCodes.broken);
    expect(errors).toContain('a rehearsal was started');
  });
});
