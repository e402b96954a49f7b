import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CodedError } from '@delivery/coded-error';
import { executePipeline, maxRestarts, type PipelineExecution } from '../../src/engine/execute-pipeline';
import type { ActionOutcome, ActionRun, Executors } from '../../src/engine/executor';
import type { RehearsalEvent } from '../../src/events/events';
import type { DeployedPipeline } from '../../src/model/deployed-pipeline';
import { replaceVariables } from '../../src/model/variables';
import { action, deployed, source } from './definition';

const folder = mkdtempSync(join(tmpdir(), 'engine-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const passed: ActionOutcome = { verdict: 'pass', differences: [] };

/** Runs a pipeline whose actions all do `act`; tells what happened, in order. */
async function carryOut(
  definition: DeployedPipeline | (() => DeployedPipeline),
  act: (run: ActionRun) => Promise<ActionOutcome> | ActionOutcome,
  more: Partial<PipelineExecution> = {},
) {
  const events: RehearsalEvent[] = [];
  const one = async (run: ActionRun): Promise<ActionOutcome> => act(run);
  const executors: Executors = { source: one, build: one, stack: one, approval: one };
  const result = await executePipeline({
    deployedPipeline: async () => (typeof definition === 'function' ? definition() : definition),
    executors,
    artifactsFolder: mkdtempSync(join(folder, 'run-')),
    emit: (event) => events.push(event),
    signal: new AbortController().signal,
    ...more,
  });
  const ended = events.flatMap((event) =>
    event.type === 'action-ended' ? [`${event.stage}/${event.action} ${event.verdict}`] : [],
  );
  return { result, events, ended };
}

const three = () =>
  deployed({
    Source: [source()],
    Build: [action('Build', 'CodeBuild')],
    Alpha: [action('Deploy', 'CloudFormation'), action('Verify', 'CodeBuild', { RunOrder: 2 })],
    Gamma: [action('Deploy', 'CloudFormation')],
  });

describe('carrying out a pipeline', () => {
  test('stages and run orders follow one another to the end', async () => {
    const { result, ended } = await carryOut(three(), () => passed);
    expect(result).toEqual({ verdict: 'promoted', restarts: 0 });
    expect(ended).toEqual([
      'Source/Source pass',
      'Build/Build pass',
      'Alpha/Deploy pass',
      'Alpha/Verify pass',
      'Gamma/Deploy pass',
    ]);
  });

  test('the actions of one run order are under way at the same time', async () => {
    let waiting = 0;
    let release: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const definition = deployed({ Source: [source()], Alpha: [action('A', 'CodeBuild'), action('B', 'CodeBuild')] });
    const { ended } = await carryOut(definition, async ({ stage }) => {
      if (stage === 'Alpha' && ++waiting === 2) release();
      if (stage === 'Alpha') await both;
      return passed;
    });
    expect(ended).toHaveLength(3);
  });

  test('a failed action stops the stage and the run, once the others of its run order have ended', async () => {
    const definition = deployed({
      Source: [source()],
      Alpha: [action('Bad', 'CodeBuild'), action('Good', 'CodeBuild'), action('Later', 'CodeBuild', { RunOrder: 2 })],
      Gamma: [action('Deploy', 'CloudFormation')],
    });
    const { result, ended, events } = await carryOut(definition, async ({ action: { name } }) => {
      if (name === 'Good') await new Promise((resolve) => setImmediate(resolve));
      return name === 'Bad' ? { verdict: 'fail', reason: 'broken', differences: [] } : passed;
    });
    expect(result).toMatchObject({ verdict: 'stopped', by: { stage: 'Alpha', action: 'Bad' }, reason: 'broken' });
    expect(ended).toEqual(['Source/Source pass', 'Alpha/Bad fail', 'Alpha/Good pass']);
    expect(events).toContainEqual(expect.objectContaining({ type: 'stage-ended', stage: 'Alpha', verdict: 'fail' }));
  });

  test('a coded error of an executor fails its action; any other error is trouble of the rehearsal itself', async () => {
    const coded = await carryOut(three(), ({ stage }) => {
      if (stage === 'Build') throw new CodedError('TAP4113', 'no such secret');
      return passed;
    });
    expect(coded.result).toMatchObject({ verdict: 'stopped', reason: 'TAP4113: no such secret' });
    await expect(
      carryOut(three(), () => {
        throw new Error('bug');
      }),
    ).rejects.toThrow('bug');
  });

  test('trouble in one action lets those beside it end, and is told with them', async () => {
    const definition = deployed({ Source: [source()], Alpha: [action('A', 'CodeBuild'), action('B', 'CodeBuild')] });
    const events: RehearsalEvent[] = [];
    const run = carryOut(
      definition,
      async ({ action: { name }, signal }) => {
        if (name === 'A') throw new Error('bug');
        await setTimeout(20, undefined, { signal });
        return passed;
      },
      { emit: (event) => events.push(event) },
    );
    await expect(run).rejects.toThrow('bug');
    const ended = events.filter((event) => event.type === 'action-ended').slice(1);
    expect(ended).toMatchObject([
      { action: 'A', verdict: 'fail', reason: expect.stringContaining('bug') },
      { action: 'B', verdict: 'pass' },
    ]);
  });

  test('with a last stage nothing after it is carried out', async () => {
    const { result, ended } = await carryOut(three(), () => passed, { until: 'Alpha' });
    expect(result.verdict).toBe('promoted');
    expect(ended.at(-1)).toBe('Alpha/Verify pass');
  });

  test('later actions find the variables of earlier ones, the execution and the artifacts', async () => {
    const definition = deployed({
      Source: [source()],
      Alpha: [action('Verify', 'CodeBuild', { InputArtifacts: [{ Name: 'Tree' }] })],
    });
    const seen: string[] = [];
    await carryOut(
      definition,
      async (run) => {
        if (run.stage === 'Source') {
          await run.output('Tree');
          return { ...passed, variables: { CommitId: 'c-1' } };
        }
        seen.push(
          replaceVariables('x', '#{Source@Source.CommitId} #{codepipeline.PipelineExecutionId}', run.variables),
        );
        seen.push(run.input('Tree').endsWith('/Tree') ? 'Tree' : 'elsewhere');
        expect(() => run.input('Other')).toThrow(/TAP4122: Alpha\/Verify.*Other/);
        return passed;
      },
      { newExecutionId: () => 'e-1' },
    );
    expect(seen).toEqual(['c-1 e-1', 'Tree']);
  });

  test('an abort is thrown with its reason', async () => {
    const controller = new AbortController();
    const run = carryOut(
      three(),
      async ({ signal }) => {
        controller.abort(new Error('Ctrl-C'));
        signal.throwIfAborted();
        return passed;
      },
      { signal: controller.signal },
    );
    await expect(run).rejects.toThrow('Ctrl-C');
  });
});

describe('an execution', () => {
  const tellingEvents = (events: readonly RehearsalEvent[]) =>
    events.flatMap((event) =>
      event.type === 'execution-started' ? [event.execution] : event.type === 'execution-ended' ? [event.state] : [],
    );
  const more = { newExecutionId: () => 'e-1' };

  test('says how it ended, once', async () => {
    const good = await carryOut(three(), () => passed, more);
    expect(tellingEvents(good.events)).toEqual(['e-1', 'SUCCEEDED']);
    const bad = await carryOut(three(), () => ({ verdict: 'fail', reason: 'no', differences: [] }), more);
    expect(tellingEvents(bad.events)).toEqual(['e-1', 'FAILED']);
    expect(bad.events).toContainEqual(
      expect.objectContaining({
        type: 'execution-started',
        pipeline: 'delivery',
        account: '111111111111',
        region: 'us-east-1',
      }),
    );
  });

  test('that is followed no further than it was told has not ended', async () => {
    const part = await carryOut(three(), () => passed, { ...more, until: 'Alpha' });
    expect(tellingEvents(part.events)).toEqual(['e-1']);
    const whole = await carryOut(three(), () => passed, { ...more, until: 'Gamma' });
    expect(tellingEvents(whole.events)).toEqual(['e-1', 'SUCCEEDED']);
  });

  test('that changed its own pipeline was cancelled, and the next one counts', async () => {
    let current = three();
    let executions = 0;
    const { events } = await carryOut(
      () => current,
      ({ stage }) => {
        if (stage === 'Build') current = deployed({ Source: [source()], Build: [action('Build', 'CodeBuild')] });
        return passed;
      },
      { newExecutionId: () => `e-${++executions}` },
    );
    expect(tellingEvents(events)).toEqual(['e-1', 'CANCELED', 'e-2', 'SUCCEEDED']);
  });
});

describe('self-mutation', () => {
  const withUpdate = (extra: Record<string, unknown>[] = [], more: Record<string, unknown> = {}) =>
    deployed(
      {
        Source: [source()],
        UpdatePipeline: [action('SelfMutate', 'CodeBuild')],
        Alpha: [action('Verify', 'CodeBuild'), ...extra],
      },
      more,
    );

  test('a changed definition starts the execution again, with a new id, and the new one is carried out', async () => {
    let current = withUpdate();
    const ids: string[] = [];
    const { result, ended, events } = await carryOut(
      () => current,
      ({ action: { name }, execution }) => {
        if (!ids.includes(execution)) ids.push(execution);
        if (name === 'SelfMutate') current = withUpdate([action('Extra', 'CodeBuild')]);
        return passed;
      },
    );
    expect(result).toEqual({ verdict: 'promoted', restarts: 1 });
    expect(ids).toHaveLength(2);
    expect(ended.filter((line) => line.startsWith('Source'))).toHaveLength(2);
    expect(ended).toContain('Alpha/Extra pass');
    expect(events).toContainEqual(expect.objectContaining({ type: 'pipeline-restarted', restarts: 1 }));
  });

  test('the same definition deployed again restarts nothing', async () => {
    const { result } = await carryOut(
      () => withUpdate(),
      () => passed,
    );
    expect(result.restarts).toBe(0);
  });

  test('without RestartExecutionOnUpdate a changed definition stops the run', async () => {
    let current = withUpdate([], { RestartExecutionOnUpdate: false });
    const { result } = await carryOut(
      () => current,
      ({ action: { name } }) => {
        if (name === 'SelfMutate') current = withUpdate([action('Extra', 'CodeBuild')]);
        return passed;
      },
    );
    expect(result).toMatchObject({ verdict: 'stopped', by: { stage: 'UpdatePipeline', action: 'SelfMutate' } });
  });

  test('a pipeline that changes itself every time is given up', async () => {
    let round = 0;
    const { result } = await carryOut(
      () => withUpdate([action(`Extra${round}`, 'CodeBuild')]),
      ({ action: { name } }) => {
        if (name === 'SelfMutate') round += 1;
        return passed;
      },
    );
    expect(result).toMatchObject({ verdict: 'stopped', restarts: maxRestarts });
  });

  test('a changed pipeline without the last stage asked for stops the run', async () => {
    let current = withUpdate();
    const { result } = await carryOut(
      () => current,
      ({ action: { name } }) => {
        if (name === 'SelfMutate') current = deployed({ Source: [source()], Test: [action('Verify', 'CodeBuild')] });
        return passed;
      },
      { until: 'Alpha' },
    );
    expect(result).toMatchObject({ verdict: 'stopped', reason: expect.stringContaining('"Alpha"') });
  });

  const frozen = (StageName: string) => () => ({
    ...three(),
    properties: {
      ...three().properties,
      DisableInboundStageTransitions: [{ StageName, Reason: 'code freeze until January' }],
    },
  });

  test('an execution waits before a stage whose transition is disabled, and has not ended', async () => {
    const { result, ended, events } = await carryOut(frozen('Gamma'), () => passed);
    expect(result).toEqual({
      verdict: 'stopped',
      restarts: 0,
      by: { stage: 'Gamma' },
      reason: expect.stringContaining('code freeze until January'),
    });
    expect(ended).toHaveLength(4);
    expect(events.map(({ type }) => type)).not.toContain('execution-ended');
  });

  test('a disabled transition behind the last stage asked for, or into the first, holds nothing up', async () => {
    const { result } = await carryOut(frozen('Gamma'), () => passed, { until: 'Alpha' });
    expect(result.verdict).toBe('promoted');
    expect((await carryOut(frozen('Source'), () => passed)).result.verdict).toBe('promoted');
  });

  test('a failed stage says what would follow on AWS, where something does', async () => {
    const definition = three();
    Object.assign((definition.properties.Stages as object[])[2] ?? {}, { OnFailure: { Result: 'ROLLBACK' } });
    const failing = (failed: string) =>
      carryOut(definition, ({ stage }) => (stage === failed ? { ...passed, verdict: 'fail', reason: 'no' } : passed));
    expect((await failing('Alpha')).result).toMatchObject({ reason: expect.stringMatching(/^no\n.*ROLLBACK/) });
    expect((await failing('Gamma')).result).toMatchObject({ reason: 'no' });
  });

  test("the pipeline's own variables have the values of this execution, else their defaults", async () => {
    const Variables = [{ Name: 'TARGET' }, { Name: 'WHO', DefaultValue: 'me' }];
    const definition = deployed({ Source: [source()], Alpha: [action('A', 'CodeBuild')] }, { Variables });
    const seen: string[] = [];
    await carryOut(
      definition,
      ({ where, variables }) => {
        seen.push(replaceVariables(where, '#{variables.TARGET} #{variables.WHO}', variables));
        return passed;
      },
      { variables: { TARGET: 'there' } },
    );
    expect(seen).toEqual(['there me', 'there me']);
  });

  test('an action that takes longer than the pipeline gives it fails; an approval keeps its own time', async () => {
    const limited = (provider: string, minutes: number) =>
      carryOut(
        deployed({ Source: [source()], Alpha: [action('A', provider, { TimeoutInMinutes: minutes })] }),
        async () => {
          await setTimeout(30);
          return passed;
        },
      );
    const { result } = await limited('CodeBuild', 0.0001);
    expect(result).toMatchObject({ verdict: 'stopped', reason: expect.stringContaining('TimeoutInMinutes') });
    expect((await limited('CodeBuild', 5)).result.verdict).toBe('promoted');
    expect((await limited('Manual', 0.0001)).result.verdict).toBe('promoted');
  });
});
