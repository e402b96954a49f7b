import type { RehearsalEvent } from '../../src/events/events';
import { ReportBuilder } from '../../src/report/report';
import { report as reportSchema } from '../../src/report/schema';
import { plannedStages, playRun, sampleFacts } from './support/sample';

const plannedActions = plannedStages.flatMap((stage) => stage.actions.map((action) => `${stage.name}/${action.name}`));

function built(options: Parameters<typeof playRun>[1] = {}) {
  const builder = new ReportBuilder();
  playRun((event) => builder.add(event), options);
  return builder.finish(sampleFacts());
}

describe('ReportBuilder', () => {
  test('a whole run becomes a report that fits its schema, with every planned action in it', () => {
    const report = reportSchema.parse(built());
    expect(report.verdict).toBe('promoted');
    expect(report.stages.flatMap((stage) => stage.actions.map((action) => `${stage.name}/${action.name}`))).toEqual(
      plannedActions,
    );
    expect(report.gates).toHaveLength(9);
    expect(report.approvals.map(({ answer, by }) => `${answer} ${by}`)).toEqual(['approved --yes', 'approved --yes']);
  });

  test('actions that stood in are counted, and their stage says so', () => {
    const report = built();
    expect(report.standIns).toBe(1);
    expect(report.stages.find((stage) => stage.name === 'Build')?.verdict).toBe('stood in');
  });

  test('resources are counted by their class', () => {
    const { counts, items } = built().resources;
    expect(items).toHaveLength(sampleFacts().resources.length);
    expect(items.length).toBeGreaterThan(0);
    for (const key of ['exercised', 'created', 'accepted', 'stoodIn'] as const) {
      expect(counts[key]).toBe(items.filter((item) => item.class === key).length);
    }
  });

  test('what comes after the action that stopped the run is not run', () => {
    const report = built({ failing: 'Beta/Measure' });
    expect(report.verdict).toBe('stopped');
    const verdicts = new Map(report.stages.map((stage) => [stage.name, stage.verdict]));
    expect(verdicts.get('Beta')).toBe('fail');
    expect(verdicts.get('Gamma')).toBe('not run');
    expect(report.stages.find((stage) => stage.name === 'Beta')?.actions.at(-1)).toMatchObject({
      name: 'Alarms',
      verdict: 'not run',
      seconds: 0,
    });
  });

  test('a promoted run that was to end earlier says through which stage it went, and no other run does', () => {
    expect(built({ through: 'Alpha' })).toMatchObject({ verdict: 'promoted', through: 'Alpha' });
    const others = [built(), built({ failing: 'Alpha/Verify' }), built({ until: 'Alpha/Verify' })];
    expect(others.map(({ through }) => through)).toEqual([undefined, undefined, undefined]);
  });

  test.each(plannedActions)('a run that is cut off in %s still has a whole report', (until) => {
    const report = reportSchema.parse(built({ until }));
    expect(report.verdict).toBe('interrupted');
    const actions = report.stages.flatMap((stage) =>
      stage.actions.map((action) => ({ key: `${stage.name}/${action.name}`, ...action })),
    );
    expect(actions.map(({ key }) => key)).toEqual(plannedActions);
    const cut = plannedActions.indexOf(until);
    expect(actions.slice(0, cut).every(({ verdict }) => verdict !== 'not run')).toBe(true);
    expect(actions.slice(cut).every(({ verdict }) => verdict === 'not run')).toBe(true);
    expect(actions[cut]?.reason).toContain('did not end');
  });

  test('a run of which nothing is known yet has a whole report as well', () => {
    const report = reportSchema.parse(new ReportBuilder().finish());
    expect(report).toMatchObject({ verdict: 'interrupted', stages: [], gates: [], standIns: 0, clock: { factor: 1 } });
  });

  test('after a restart only the new execution counts', () => {
    const builder = new ReportBuilder();
    playRun((event) => builder.add(event), { until: 'Assets/FileAsset1' });
    builder.add({ type: 'pipeline-restarted', restarts: 1, stages: plannedStages });
    const report = builder.finish();
    expect(report.restarts).toBe(1);
    expect(report.stages.every((stage) => stage.verdict === 'not run')).toBe(true);
  });

  test('an approval that nobody answered is kept as unanswered', () => {
    const builder = new ReportBuilder();
    builder.add({ type: 'approval-asked', stage: 'PromoteGamma', action: 'Approve', text: 'Promote?' });
    expect(builder.finish().approvals).toEqual([
      { stage: 'PromoteGamma', action: 'Approve', text: 'Promote?', answer: 'unanswered', by: '' },
    ]);
  });

  test('who was told what is kept, also of an execution before a restart', () => {
    const builder = new ReportBuilder();
    const told = { topic: 'failures', to: ['weather-team@example.com'], subject: 'Stopped', text: 'Commit: c' };
    builder.add({ type: 'told', ...told });
    builder.add({ type: 'pipeline-restarted', restarts: 1, stages: plannedStages });
    expect(reportSchema.parse(builder.finish()).told).toEqual([told]);
    expect(built().told).toEqual([]);
  });

  test('what the configuration gave is kept, also from before a restart', () => {
    const builder = new ReportBuilder();
    const granted = { hosts: ['tools.example'], synthVariables: ['STAGE'], jobVariables: [] };
    builder.add({ type: 'granted', ...granted });
    builder.add({ type: 'pipeline-restarted', restarts: 1, stages: plannedStages });
    expect(reportSchema.parse(builder.finish()).granted).toEqual(granted);
    expect(built().granted).toEqual({ hosts: [], synthVariables: [], jobVariables: [] });
  });

  test('what was refused is kept once for each who asked, with the last count, also from before a restart', () => {
    const builder = new ReportBuilder();
    const refused = { by: 'Build/Synth', host: 'example.com', port: 443 };
    const other = { ...refused, by: 'packages', times: 1 };
    builder.add({ type: 'request-refused', ...other });
    builder.add({ type: 'request-refused', ...refused, times: 1 });
    builder.add({ type: 'pipeline-restarted', restarts: 1, stages: plannedStages });
    builder.add({ type: 'request-refused', ...refused, times: 2 });
    expect(reportSchema.parse(builder.finish()).refused).toEqual([other, { ...refused, times: 2 }]);
    expect(built().refused).toEqual([]);
  });

  test('seconds of what has not ended are measured by the clock', () => {
    let now = 1_000_000;
    const builder = new ReportBuilder(() => now);
    const events: RehearsalEvent[] = [
      { type: 'pipeline-deployed', commit: 'a', stages: plannedStages },
      { type: 'stage-started', stage: 'Source' },
      { type: 'action-started', stage: 'Source', action: 'Source', provider: 'S3' },
    ];
    for (const event of events) builder.add(event);
    now += 4_000;
    const report = builder.finish();
    expect(report.seconds).toBe(4);
    expect(report.stages[0]).toMatchObject({
      name: 'Source',
      seconds: 4,
      actions: [{ verdict: 'not run', seconds: 4 }],
    });
  });
});
