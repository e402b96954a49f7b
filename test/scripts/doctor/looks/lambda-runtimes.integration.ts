import { lambdaRuntimes } from '../../../../scripts/doctor/looks/lambda-runtimes';
import { rotationRuntime, runtimeEnds } from '../../../../scripts/doctor/runtimes';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, recording, region, stack } from '../subject';

const { look } = recording();
const own = (Runtime: string) => ({ Type: 'AWS::Lambda::Function', Properties: { Runtime } });
const rotation = {
  Type: 'AWS::SecretsManager::RotationSchedule',
  Properties: { HostedRotationLambda: { RotationLambdaName: 'tap-dev-rotate-master' } },
};

/** The stacks that are there, and what the rotation function runs on, if there is one. */
function answering(deployed: readonly string[], runtime?: string) {
  const members = deployed.map(
    (name) => `<member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member>`,
  );
  const none: RecordedAnswer = { error: 'ResourceNotFoundException', message: 'Function not found', status: 404 };
  return ({ what }: RecordedCall) =>
    what === 'cloudformation DescribeStacks'
      ? queryAnswer('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`)
      : runtime === undefined
        ? none
        : { json: { FunctionName: 'tap-dev-rotate-master', Runtime: runtime } };
}

const dayBefore = (day: string) => new Date(new Date(`${day}T00:00:00Z`).getTime() - 1);
const end = (runtime: string) => {
  const days = runtimeEnds[runtime];
  if (days === undefined) throw new Error(`no days of ${runtime}`);
  return days;
};

describe('runtimes (recorded)', () => {
  const stacks = [stack('Dev-Network', { F: own('nodejs24.x') }), stack('Dev-Data', { R: rotation })];
  const at = `account ${devAccount}, ${region}`;

  test('are in order today, whether or not anything is deployed', async () => {
    expect(await look(lambdaRuntimes, answering([]), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 2 },
    });
    expect(
      await look(lambdaRuntimes, answering(['Dev-Network', 'Dev-Data'], rotationRuntime), { stacks }),
    ).toMatchObject({ findings: [], unseen: [] });
  });

  test.each([
    ['to make', 'of a stack that is not there', [], undefined, 'nodejs24.x', end('nodejs24.x').creation],
    [
      'to change',
      'of a stack that is there',
      ['Dev-Network', 'Dev-Data'],
      'nodejs24.x',
      'nodejs24.x',
      end('nodejs24.x').change,
    ],
    ['to make', 'that AWS makes itself', [], undefined, rotationRuntime, end(rotationRuntime).creation],
    [
      'to change',
      'that AWS has made',
      ['Dev-Network', 'Dev-Data'],
      rotationRuntime,
      rotationRuntime,
      end(rotationRuntime).change,
    ],
  ])(
    'are found on the first day on which Lambda refuses %s a function %s, and not before',
    async (_, __, deployed, runtime, ended, day) => {
      const count = async (now: Date) => {
        const { findings } = await look(lambdaRuntimes, answering(deployed, runtime), { stacks, now });
        return findings.filter(({ what }) => what.includes(ended)).map(({ code, where }) => `${code} ${where}`);
      };
      expect(await count(dayBefore(day))).toEqual([]);
      expect(new Set(await count(new Date(`${day}T00:00:00Z`)))).toEqual(new Set([`TAP6174 ${at}`]));
    },
  );

  test('that AWS has moved on from are in order', async () => {
    const now = new Date(`${end(rotationRuntime).change}T00:00:00Z`);
    expect(
      found(await look(lambdaRuntimes, answering(['Dev-Network', 'Dev-Data'], 'python3.13'), { stacks, now })),
    ).toEqual([]);
  });

  test('whose days are not known are not seen', async () => {
    const { unseen } = await look(lambdaRuntimes, answering([]), {
      stacks: [stack('Dev-Network', { F: own('cobol85') })],
    });
    expect(unseen).toEqual([expect.objectContaining({ code: 'TAP6009', reason: expect.stringContaining('cobol85') })]);
  });
});
