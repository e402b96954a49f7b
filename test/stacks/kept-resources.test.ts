import { maybeNamed } from '../../checks/failed-creations/holdings';
import { stacksOf } from '../helpers/stacks';
import { type Variant, variants } from '../helpers/variants';

/** Properties by which a resource says its own name, and not that of another one. */
const ownName: Readonly<Record<string, readonly string[]>> = {
  'AWS::CodeCommit::Repository': ['RepositoryName'],
  'AWS::ECR::Repository': ['RepositoryName'],
  'AWS::KMS::Key': [],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::RDS::DBCluster': ['DBClusterIdentifier'],
  'AWS::RDS::DBInstance': ['DBInstanceIdentifier'],
  'AWS::RDS::DBSubnetGroup': ['DBSubnetGroupName'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::SecretsManager::Secret': ['Name'],
};

interface Kept {
  readonly where: string;
  readonly type: string;
  readonly policy: string;
  readonly name: unknown;
}

function keptIn(variant: Variant): readonly Kept[] {
  return stacksOf(variant).flatMap(({ path, template }) =>
    Object.entries(template.Resources).flatMap(([id, resource]) => {
      const { Type: type, Properties = {} } = resource;
      const policy = (resource as { readonly DeletionPolicy?: string }).DeletionPolicy ?? 'Delete';
      if (!policy.startsWith('Retain')) return [];
      const properties = ownName[type];
      if (properties === undefined) throw new Error(`${path}/${id}: by which property does a ${type} say its name?`);
      const [name] = properties.flatMap((property) => Properties[property] ?? []);
      return [{ where: `${path}/${id}`, type, policy, name }];
    }),
  );
}

describe.each(variants)('what outlives its stack in the %s configuration', (variant) => {
  const kept = keptIn(variant);

  test('never outlives its own failed creation under a fixed name, which the next try would find taken', () => {
    const named = kept.filter(({ name }) => name !== undefined);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter(({ policy }) => policy !== 'RetainExceptOnCreate')).toEqual([]);
  });

  test('is told by its type alone, of an environment, whether a deletion may leave a name taken', () => {
    const ofEnvironments = kept.filter(({ where }) => where.startsWith('PipelineStack/'));
    const told = ofEnvironments.filter(({ type }) => maybeNamed({ type }));
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ where }) => where)).toEqual(
      ofEnvironments.filter(({ name }) => name !== undefined).map(({ where }) => where),
    );
  });

  test('stays after a failed creation only if it is a bucket, which CloudFormation deletes empty alone', () => {
    const always = kept.filter(({ policy }) => policy === 'Retain');
    expect(always.length).toBeGreaterThan(0);
    expect(new Set(always.map(({ type }) => type))).toEqual(new Set(['AWS::S3::Bucket']));
  });
});
