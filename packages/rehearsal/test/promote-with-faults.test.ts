import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { exitCodes } from '../src/command/run-error';
import type { Fault } from '../src/faults/fault';
import { type Places, placesIn } from '../src/faults/places';
import { promoteWithFaults, type Rehearse } from '../src/promote-with-faults';
import type { Report } from '../src/report/schema';
import type { RehearsalOptions } from '../src/run/options';
import { surroundings } from './run/fixture';

const fault = (name: string, gate: string): Fault => ({ name, gate, description: `${name}.`, trace: /seen/ });
const faultsAt = ({ at, approval = 'Promote/Approval' }: Places): readonly Fault[] => [
  fault('no-roof', 'Build/Synth'),
  fault('no-stairs', at('Network.Deploy')),
  fault('no-door', at('Verify')),
  fault('no-keys', approval),
];

const stage = (name: string, ...actions: [string, string][]) => ({
  name,
  actions: actions.map(([action, provider]) => ({ name: action, provider })),
});
const build = stage('Build', ['Image', 'CodeBuild'], ['Synth', 'CodeBuild']);
const update = stage('UpdatePipeline', ['SelfMutate', 'CodeBuild']);
const qa = stage('Qa', ['Network.Deploy', 'CloudFormation'], ['Verify', 'CodeBuild']);
const promotion = stage('PromoteLive', ['Approval', 'Manual']);
const stages = [build, update, qa, promotion];
const faults = faultsAt(placesIn(stages));

async function promote(
  result: (options: RehearsalOptions) => { exitCode: number; caught?: boolean },
  ofPipeline: readonly object[] = stages,
) {
  const output = new PassThrough();
  const runs: RehearsalOptions[] = [];
  const run: Rehearse = async (options) => {
    runs.push(options);
    const { exitCode, caught = false } = result(options);
    return {
      exitCode,
      report: { stages: ofPipeline, faults: options.faults.map((name) => ({ name, caught })) } as Report,
    };
  };
  const around = { ...surroundings('/nowhere').surroundings, output };
  const exitCode = await promoteWithFaults(around, '/out', faultsAt, run);
  const said = String(output.read()).trimEnd().split('\n');
  return { exitCode, runs, said, last: said.at(-1) };
}

describe('all faults in turn', () => {
  test('each has a run of its own up to the stage that must stop it, after one without a fault', async () => {
    const { exitCode, runs, last } = await promote(({ faults: [struck] }) => ({
      exitCode: struck ? 1 : 0,
      caught: true,
    }));
    expect(exitCode).toBe(exitCodes.promoted);
    expect(runs).toHaveLength(faults.length + 1);
    expect(runs[0]).toMatchObject({ faults: [], out: '/out' });
    expect(runs[0]).not.toHaveProperty('until');
    for (const [index, fault] of faults.entries()) {
      const out = join('/out', 'faults', fault.name);
      expect(runs[index + 1]).toMatchObject({ faults: [fault.name], until: fault.gate.split('/')[0], out });
    }
    expect(last).toBe(`${faults.length} passed, 0 failed`);
  });

  test('those of approvals are left out where the pipeline asks nobody', async () => {
    const result = () => ({ exitCode: 0, caught: true });
    const ofApprovals = faults.filter(({ gate }) => gate.startsWith('PromoteLive/'));
    expect(ofApprovals.length).toBeGreaterThan(0);
    const { runs, last } = await promote(result, [build, update, qa]);
    const tried = faults.filter((fault) => !ofApprovals.includes(fault));
    expect(runs.slice(1).map(({ faults: [name] }) => name)).toEqual(tried.map(({ name }) => name));
    expect(last).toBe(`${tried.length} passed, 0 failed`);
  });

  test('one that is not caught is counted, and the others are tried all the same', async () => {
    const missed = faults[2]?.name;
    const { exitCode, runs, last } = await promote(({ faults: [struck] }) => ({
      exitCode: struck === missed ? 4 : struck ? 1 : 0,
      caught: struck !== missed,
    }));
    expect(exitCode).toBe(exitCodes.faultNotCaught);
    expect(runs).toHaveLength(faults.length + 1);
    expect(last).toBe(`${faults.length - 1} passed, 1 failed`);
  });

  test('nothing can be said of faults if the commit without one is not promoted', async () => {
    const { exitCode, runs, last } = await promote(() => ({ exitCode: exitCodes.stopped }));
    expect(exitCode).toBe(exitCodes.stopped);
    expect(runs).toHaveLength(1);
    expect(last).toBe(`0 passed, ${faults.length} failed`);
  });

  test('an interrupt ends all of them', async () => {
    const { exitCode, runs, said } = await promote(({ faults: [struck] }) => ({
      exitCode: struck ? exitCodes.interrupted : 0,
    }));
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(runs).toHaveLength(2);
    expect(said.filter((line) => line.startsWith('not caught'))).toEqual([]);
    expect(said.filter((line) => line.startsWith('not tried'))).toHaveLength(faults.length);
  });
});
