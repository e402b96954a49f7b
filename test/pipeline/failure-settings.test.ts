import { failureSettings } from '../../lib/pipeline/failure-settings';
import { environmentAt, parsed, refusal } from '../config/edited';

/** A configuration of many environments that each name whom to tell, and the topics of all. */
function many(count: number) {
  const configuration = parsed((data) => {
    const first = environmentAt(data, 0);
    data.environments = Array.from({ length: count }, (_, index) => ({
      ...first,
      name: `Market${index}`,
      network: { ...first.network, cidr: `10.${index}.0.0/16` },
      notifications: { failures: ['market@example.com'] },
    }));
  });
  const topics = configuration.environments.map(({ name }) => [name, `arn:${name}`] as const);
  return failureSettings(configuration, 'arn:everyone', Object.fromEntries(topics));
}

test('environments that each name whom to tell of failures have a topic each, as long as Lambda has room for them', () => {
  const { topics, stages } = many(10);
  expect(Object.keys(topics)).toHaveLength(10);
  expect(stages).toMatchObject({ Market9: ['Market9'], PromoteMarket9: ['Market9'] });
  expect(refusal(() => many(30)).message).toMatch(/^TAP1074: environments: 30 .*notifications\.failures/);
});
