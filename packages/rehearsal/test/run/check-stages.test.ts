import type { Fault } from '../../src/faults/fault';
import type { Places } from '../../src/faults/places';
import { checkStages } from '../../src/run/check-stages';

const stages = [
  {
    name: 'Build',
    actions: [{ name: 'Synth', provider: 'CodeBuild', kind: 'Build/AWS/CodeBuild', configuration: {} }],
  },
  {
    name: 'Dev',
    actions: [
      { name: 'Network.Deploy', provider: 'CloudFormation', kind: 'Deploy/AWS/CloudFormation', configuration: {} },
    ],
  },
  {
    name: 'Prod',
    actions: [
      { name: 'Network.Deploy', provider: 'CloudFormation', kind: 'Deploy/AWS/CloudFormation', configuration: {} },
    ],
  },
];
const fault = (gate: string): Fault => ({ name: 'bad-tests', gate, description: 'Tests fail.', trace: /./ });

/** Checks what was ordered against a pipeline with the stages Build, Dev and Prod. */
async function check(until: string | undefined, ...faults: readonly Fault[]): Promise<readonly Places[]> {
  const met: Places[] = [];
  const target = { account: '111111111111', region: 'us-east-1' };
  await checkStages(
    until,
    { faults, meet: (places) => void met.push(places) },
    { pipeline: async () => ({ stack: 'PipelineStack', target, stages }) },
  );
  return met;
}

describe('what was ordered of a run', () => {
  test('fits where its last stage and the gates of its faults are stages in this order', async () => {
    expect(await check('Dev', fault('Build/Synth'), fault('Dev/Smoke'))).toMatchObject([{ environment: 'Dev' }]);
    expect(await check(undefined, fault('Prod/Smoke'))).toHaveLength(1);
    expect(await check('Prod')).toEqual([]);
  });

  test.each([
    ['a last stage that the pipeline does not have', 'Staging', [], /^TAP4045: .*it has Build, Dev, Prod/],
    [
      'a fault whose stage the pipeline does not have',
      undefined,
      [fault('Staging/Smoke')],
      /^TAP4063: .*no stage Staging/,
    ],
    ['a fault whose gate comes after the last stage', 'Dev', [fault('Prod/Smoke')], /^TAP4062: .*before Prod\/Smoke/],
  ])('is refused: %s', async (_, until, faults, message) => {
    await expect(check(until, ...faults)).rejects.toThrow(message);
  });
});
