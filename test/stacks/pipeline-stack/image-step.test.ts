import { baseRegistryOf } from '../../../lib/config';
import { actionOf, joined, statementsOf } from '../../helpers/pipeline-definition';
import { configurationOf, type Variant, variants } from '../../helpers/variants';

const pullRights = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:GetDownloadUrlForLayer',
];
const publicLogin = ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'];

const image = (variant: Variant) => {
  const action = actionOf('Build', 'Image', variant);
  return { action, statements: statementsOf(action, variant), base: configurationOf(variant).pipeline.image.base };
};

test('both kinds of registry are among the variants', () => {
  const kinds = variants.map((variant) => baseRegistryOf(image(variant).base)?.kind);
  expect(new Set(kinds)).toEqual(new Set(['public', 'private']));
});

test.each(variants)('%s: the job pulls its base from the configured repository, and may log in there', (variant) => {
  const { action, statements, base } = image(variant);
  expect(action.env.BASE_REPOSITORY).toBe(base);
  const allowed = statements.flatMap((statement) => statement.Action);
  expect(allowed).toContain('ecr:GetAuthorizationToken');
  const registry = baseRegistryOf(base);
  if (registry?.kind === 'public') {
    expect(allowed).toEqual(expect.arrayContaining(publicLogin));
    expect(allowed).not.toContain('ecr:BatchImportUpstreamImage');
  } else {
    expect(allowed).not.toContain('sts:GetServiceBearerToken');
    const pull = statements.find(({ Action }) => Action.includes('ecr:BatchImportUpstreamImage'));
    expect([...(pull?.Action ?? [])].sort()).toEqual(pullRights);
    expect(pull?.Resource).toBe(
      `arn:aws:ecr:${registry?.region}:${registry?.account}:repository/${registry?.repositoryName}`,
    );
  }
});

test.each(variants)(
  '%s: the job keeps what its scan found and what it downloaded, and writes nowhere else',
  (variant) => {
    const { action, statements } = image(variant);
    expect(action.env.EVIDENCE_BUCKET).toBeDefined();
    expect(action.env.EXECUTION).toBe('#{codepipeline.PipelineExecutionId}');
    const puts = statements.filter(({ Action }) => [Action].flat().includes('s3:PutObject'));
    const places = puts.flatMap(({ Resource }) => [Resource].flat().map(joined));
    expect(places.sort()).toEqual([
      expect.stringMatching(/^<Artifacts.*>\/cache\/image\/\*$/),
      expect.stringMatching(/^<Evidence.*>\/\*\/Build\/image\/\*$/),
    ]);
  },
);
