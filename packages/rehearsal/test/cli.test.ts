import { type CommandLine, main } from '../src/cli';
import { exitCodes } from '../src/command/run-error';

const faults = [
  { name: 'no-roof', gate: 'Build/Roof', description: 'It rains in.' },
  { name: 'no-door', gate: 'Alpha/Verify', description: 'Nobody comes in.' },
];

async function call(args: readonly string[], more: Partial<CommandLine> = {}) {
  const said: string[] = [];
  const errors: string[] = [];
  const exitCode = await main(args, {
    command: 'rehearse this',
    faults,
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
    expect(said).toBe('no-roof\tBuild/Roof\tIt rains in.\nno-door\tAlpha/Verify\tNobody comes in.\n');
  });

  test.each([
    [['--no-such-option'], /^TAP4040.*unknown option '--no-such-option'.*rehearse this --help/],
    [['--until'], /^TAP4040.*--until <stage>.*argument missing/],
    [['Alpha'], /^TAP4040.*"Alpha".*--help/],
    [['--list-faults', 'Alpha'], /^TAP4040.*"Alpha"/],
    [['--yes', '--working-tree', '--commit', 'x'], /TAP4040/],
    [['--yes', '--from', 'x', '--deployed', 'y'], /^TAP4040: --from and --deployed exclude each other/],
    [['--yes', '--from', 'x', '--fault', 'no-roof'], /^TAP4040: --from and --fault exclude each other/],
    [['--from', 'x', '--inventory'], /^TAP4040: --from and --inventory exclude each other/],
    [['--from'], /^TAP4040.*--from <revision>.*argument missing/],
    [
      ['--inventory', '--variable', 'STAGE'],
      /^TAP4040: --variable "STAGE" is not of the form NAME=VALUE; rehearse this --help/,
    ],
    [['--inventory', '--variable', '=live'], /^TAP4040: --variable "=live"/],
    [['--inventory', '--variable', 'MY STAGE=live'], /^TAP4040: --variable "MY STAGE=live"/],
    [['--inventory', '--variable', 'A=1', '--variable', '2=B'], /^TAP4040: --variable "2=B"/],
    [['--yes', '--job-variable', '2=B'], /^TAP4040: --job-variable "2=B"/],
    [['--yes', '--pipeline-variable', 'TARGET'], /^TAP4040: --pipeline-variable "TARGET"/],
    [['--yes', '--source', '../second'], /^TAP4040: --source "..\/second"/],
    [['--yes', '--variable', 'AWS_PROFILE=mine'], /^TAP4040: --variable AWS_PROFILE decides.*AWS_REGION.*--help/],
    [
      ['--yes', '--job-variable', 'AWS_ENDPOINT_URL_S3=https://a.example'],
      /^TAP4040: --job-variable AWS_ENDPOINT_URL_S3/,
    ],
    [['--yes', '--variable', 'PATH=/x'], /^TAP4040: --variable PATH is set by the rehearsal/],
    [['--variable'], /^TAP4040.*--variable <name=value>.*argument missing/],
    [['--project'], /^TAP4040.*--project <folder>.*argument missing/],
    [['--pipeline'], /^TAP4040.*--pipeline <stack>.*argument missing/],
    [['--allow'], /^TAP4040.*--allow <host>.*argument missing/],
    [['--allow', 'https://github.com'], /^TAP4040: --allow "https:\/\/github\.com" must be a host such as.*--help/],
    [['--allow', 'a.example', '--allow', 'sts.amazonaws.com'], /^TAP4040: --allow "sts\.amazonaws\.com".*reaches AWS/],
    [['--hold', '--list-faults'], /TAP4040.*--hold.*--list-faults/],
    [[], /TAP4043.*--yes/],
    [['--project', 'elsewhere'], /TAP4043.*--yes/],
    [['--inventory', '--project', 'elsewhere'], /TAP4043.*--yes/],
  ])('%j is wrong use', async (args, message) => {
    const { exitCode, errors } = await call(args);
    expect(exitCode).toBe(exitCodes.wrongUse);
    expect(errors).toMatch(message);
  });

  test('the value of a refused variable is not repeated', async () => {
    const { errors } = await call(['--yes', '--variable', 'AWS_SECRET_ACCESS_KEY=of a person']);
    expect(errors).toContain('AWS_SECRET_ACCESS_KEY');
    expect(errors).not.toContain('of a person');
  });

  test('help is no error', async () => {
    const { exitCode, said } = await call(['--help']);
    expect(exitCode).toBe(exitCodes.promoted);
    expect(said).toContain('--working-tree');
  });

  test.each([
    [['--inventory']],
    [['--yes', '--inventory', '--project', 'elsewhere']],
    [['--yes', '--allow', 'github.com', '--allow', '*.example.com']],
    [['--yes', '--pipeline', 'Two', '--variable', 'STAGE=live', '--variable', 'EMPTY=']],
    [['--yes', '--variable', 'AWS_REGION=eu-west-1', '--job-variable', 'AWS_ACCOUNT_ID=222222222222']],
    [['--yes', '--job-variable', 'STAGE=live', '--job-variable', 'EMPTY=']],
    [['--yes', '--pipeline-variable', 'TARGET=a=b', '--source', 'me_second-repo=../second']],
  ])('%j is taken', async (args) => {
    expect(await call(args)).toMatchObject({ errors: expect.stringContaining('a rehearsal was started') });
  });

  test('trouble before a rehearsal has begun is its own', async () => {
    const { exitCode, errors } = await call(['--yes']);
    expect(exitCode).toBe(exitCodes.broken);
    expect(errors).toContain('a rehearsal was started');
  });
});
