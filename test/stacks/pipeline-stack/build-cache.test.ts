import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { pipelineTemplate } from '../../helpers/assembly';
import { type Action, actionsOf, joined } from '../../helpers/pipeline-definition';

/** Where there is only what is held against a hash when it is used: npm's packages, the release of k6. */
const heldByHash = ['.tools/downloads/**/*'];

const folder = join(__dirname, '../../../buildspecs');
const cachedBy = (file: string) =>
  (parse(readFileSync(join(folder, file), 'utf8')) as { cache?: { paths: string[] } }).cache?.paths ?? [];

/** Where a job keeps its cache; nowhere without one. */
const cacheOf = ({ project }: Action) => {
  const { Type, Location } = (project?.Properties?.Cache ?? {}) as { Type?: string; Location?: unknown };
  return Type === 'S3' ? joined(Location) : undefined;
};

test('only the jobs that install packages keep a cache, each in a folder of its own', () => {
  const cached = actionsOf().filter((action) => cacheOf(action) !== undefined);
  expect(cached.map(({ name }) => name)).toEqual(['Image', 'Synth']);
  expect(cached.map(cacheOf)).toEqual([
    expect.stringMatching(/^<Artifacts.*>\/cache\/image$/),
    expect.stringMatching(/^<Artifacts.*>\/cache\/synth$/),
  ]);
});

test('what is kept is held against a hash when it is used', () => {
  const paths = readdirSync(folder).flatMap(cachedBy);
  expect(new Set(paths)).toEqual(new Set(heldByHash));
});

test('a cache that was written anew is not kept for long', () => {
  const [rule] = Object.values(pipelineTemplate().findResources('AWS::S3::Bucket')).flatMap(({ Properties }) =>
    (Properties.LifecycleConfiguration.Rules as Record<string, unknown>[]).filter(({ Prefix }) => Prefix === 'cache/'),
  );
  expect(rule).toMatchObject({ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
});
