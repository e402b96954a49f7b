import { actionOf, actionsOf, joined, specificationOf } from '../../helpers/pipeline-definition';
import { configurationOf } from '../../helpers/variants';

const { environments } = configurationOf();
const guarded = environments.flatMap((environment, index) =>
  environment.promotion
    ? [{ name: environment.name, promotion: environment.promotion, before: environments[index - 1] }]
    : [],
);

/** CodePipeline's limit for the text of an approval, and room for what variables become. */
const LONGEST_TEXT = 1_000;
const ROOM_FOR_VALUES = 200;

test('at least one environment of the default configuration is guarded by a person', () => {
  expect(guarded.length).toBeGreaterThan(0);
});

describe.each(guarded)('the way into $name', ({ name, promotion, before }) => {
  const approval = actionOf(`Promote${name}`, 'Approval');

  test('is a stage of its own that holds nothing but the approval', () => {
    expect(actionsOf().filter(({ stage }) => stage === `Promote${name}`)).toHaveLength(1);
    expect(approval.provider).toBe('Manual');
  });

  test('shows the figures of the environment before, which that one’s load test exports', () => {
    const load = actionOf(before?.name ?? '', 'LoadTest');
    const exported = specificationOf(load).env?.['exported-variables'] ?? [];
    const text = String(approval.configuration.CustomData);
    for (const figure of ['P95_MS', 'ERROR_RATE', 'REQUESTS']) {
      expect(exported).toContain(figure);
      expect(text).toContain(`#{${before?.name}@LoadTest.${figure}}`);
    }
    expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT - ROOM_FOR_VALUES);
  });

  test('leads to the evidence of this very execution', () => {
    const link = joined(approval.configuration.ExternalEntityLink);
    expect(link).toMatch(/^https:\/\/.*#\{Source@.*\.CommitId\}\/#\{codepipeline\.PipelineExecutionId\}\/$/);
  });

  test('tells people through the topic of approvals', () => {
    expect(approval.configuration.NotificationArn).toEqual({ Ref: expect.stringMatching(/^Approvals/) });
  });

  test('closes by itself after the configured time', () => {
    expect(approval.timeoutMinutes).toBe(promotion.timeoutHours * 60);
  });
});
