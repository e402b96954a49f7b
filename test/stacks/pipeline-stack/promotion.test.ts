import { gates } from '../../../contracts/gates';
import { wavesOf } from '../../../lib/config';
import { actionOf, actionsIn, actionsOf, joined, specificationOf } from '../../helpers/pipeline-definition';
import { configurationOf, variants } from '../../helpers/variants';

const guarded = variants.flatMap((variant) =>
  wavesOf(configurationOf(variant).environments).flatMap(({ name, environments, promotion }, index, waves) =>
    promotion ? [{ variant, name, environments, promotion, before: waves[index - 1] }] : [],
  ),
);

/** CodePipeline's limit for the text of an approval, and room for what variables become. */
const longestText = 1_000;
const roomForValues = 200;

test.each(variants)('at least one wave of the %s configuration is guarded by a person', (variant) => {
  expect(guarded.filter((wave) => wave.variant === variant).length).toBeGreaterThan(0);
});

describe.each(guarded)('the way into $name of the $variant configuration', ({ variant, name, ...wave }) => {
  const approval = actionOf(`Promote${name}`, 'Approval', variant);
  const text = String(approval.configuration.CustomData);

  test('is a stage of its own that holds nothing but the approval', () => {
    expect(actionsOf(variant).filter(({ stage }) => stage === `Promote${name}`)).toHaveLength(1);
    expect(approval.provider).toBe('Manual');
  });

  test('names every environment that would be entered', () => {
    expect(text).toContain(` into ${wave.environments.map((environment) => environment.name).join(', ')}?`);
  });

  test('shows the figures and the verdicts of every environment before, which that one’s gates export', () => {
    const passed = wave.before?.environments ?? [];
    expect(passed.length).toBeGreaterThan(0);
    for (const environment of passed) {
      const load = actionsIn(environment.name, variant).find((action) => action.name === gates.load.action);
      const exported = (load && specificationOf(load).env?.['exported-variables']) ?? [];
      expect(exported).toContain('LOAD_FIGURES');
      expect(text).toContain(`#{${load?.namespace}.LOAD_FIGURES}`);
      const alarms = actionsIn(environment.name, variant).find((action) => action.name === gates.alarms.action);
      expect((alarms && specificationOf(alarms).env?.['exported-variables']) ?? []).toEqual(['SUMMARY', 'LOOSER']);
      expect(text).toContain(`#{${alarms?.namespace}.SUMMARY}`);
      expect(alarms?.env.PROMOTED_INTO).toBe(wave.environments.map((one) => one.name).join(','));
      if (environment === passed[0]) expect(text).toContain(`#{${alarms?.namespace}.LOOSER}`);
    }
    expect(text.length).toBeLessThanOrEqual(longestText - roomForValues);
  });

  test('leads to the evidence of this very execution', () => {
    const link = joined(approval.configuration.ExternalEntityLink);
    expect(link).toMatch(/^https:\/\/.*#\{Source@.*\.CommitId\}\/#\{codepipeline\.PipelineExecutionId\}\/$/);
  });

  test('tells people through the topic of approvals', () => {
    expect(approval.configuration.NotificationArn).toEqual({ Ref: expect.stringMatching(/^Approvals/) });
  });

  test('closes by itself after the configured time', () => {
    expect(approval.timeoutMinutes).toBe(wave.promotion.timeoutHours * 60);
  });
});
