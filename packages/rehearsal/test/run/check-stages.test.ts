import type { Fault } from '../../src/faults/fault';
import type { Places } from '../../src/faults/places';
import { checkStages } from '../../src/run/check-stages';

const stages = [
  {
    name: 'Build',
    actions: [{ name: 'Synth', provider: 'CodeBuild', kind: 'Build/AWS/CodeBuild', configuration: {} }],
  },
  {
    name: 'Alpha',
    actions: [
      { name: 'Network.Deploy', provider: 'CloudFormation', kind: 'Deploy/AWS/CloudFormation', configuration: {} },
    ],
  },
  {
    name: 'Gamma',
    actions: [
      { name: 'Network.Deploy', provider: 'CloudFormation', kind: 'Deploy/AWS/CloudFormation', configuration: {} },
    ],
  },
];
const fault = (gate: string): Fault => ({ name: 'bad-tests', gate, description: 'Tests fail.', trace: /./ });

/** Checks what was ordered against a pipeline with the stages Build, Alpha and Gamma. */
async function check(until: string | undefined, ...faults: readonly Fault[]): Promise<readonly Places[]> {
  const met: Places[] = [];
  const target = { account: '111111111111', region: 'us-east-1' };
  await checkStages(
    until,
    { faults, meet: (places) => void met.push(places) },
    { pipeline: async () => ({ stack: 'Delivery', target, stages, properties: {} }) },
  );
  return met;
}

describe('what was ordered of a run', () => {
  test('fits where its last stage and the gates of its faults are stages in this order', async () => {
    expect(await check('Alpha', fault('Build/Synth'), fault('Alpha/Verify'))).toMatchObject([{ environment: 'Alpha' }]);
    expect(await check(undefined, fault('Gamma/Verify'))).toHaveLength(1);
    expect(await check('Gamma')).toEqual([]);
  });

  test.each([
    ['a last stage that the pipeline does not have', 'Beta', [], /^TAP4045: .*it has Build, Alpha, Gamma/],
    ['a fault whose stage the pipeline does not have', undefined, [fault('Beta/Verify')], /^TAP4063: .*no stage Beta/],
    [
      'a fault whose gate comes after the last stage',
      'Alpha',
      [fault('Gamma/Verify')],
      /^TAP4062: .*before Gamma\/Verify/,
    ],
  ])('is refused: %s', async (_, until, faults, message) => {
    await expect(check(until, ...faults)).rejects.toThrow(message);
  });
});
