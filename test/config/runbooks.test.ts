import { type DeliveryConfiguration, type DeliveryData, runbookAddress } from '../../lib/config';
import { hasPages } from '../../lib/config/source';
import { environmentAt, parsed, refusal } from './edited';

type Source = DeliveryData['pipeline']['source'];
const connectionArn = 'arn:aws:codeconnections:us-east-1:111111111111:connection/00000000-0000-0000-0000-000000000000';
const connection = (provider: 'github' | 'gitlab' | 'bitbucket'): Source => ({
  kind: 'connection',
  provider,
  repository: 'team/shop',
  branch: 'release/9',
  connectionArn,
});
const codecommit: Source = { kind: 'codecommit', repositoryName: 'shop', branch: 'main', create: false };
const s3: Source = { kind: 's3', bucketName: 'shop-source', objectKey: 'source.zip' };

/** Address of the runbook `api` in every environment. */
function addresses({ environments }: DeliveryConfiguration): string[] {
  return environments.map(({ alarms }) => runbookAddress(alarms.runbooks, 'api'));
}

describe("the runbooks' address", () => {
  test.each<[string, Source, string]>([
    ['GitHub', connection('github'), 'https://github.com/team/shop/blob/release/9/docs/runbooks/api.md'],
    ['GitLab', connection('gitlab'), 'https://gitlab.com/team/shop/-/blob/release/9/docs/runbooks/api.md'],
    ['Bitbucket', connection('bitbucket'), 'https://bitbucket.org/team/shop/src/release/9/docs/runbooks/api.md'],
    [
      'CodeCommit',
      codecommit,
      'https://us-east-1.console.aws.amazon.com/codesuite/codecommit/repositories/shop/browse/refs/heads/main/--/docs/runbooks/api.md?region=us-east-1',
    ],
  ])('is that of the source at %s', (_, source, address) => {
    const configuration = parsed((data) => Object.assign(data.pipeline, { source }));
    expect(configuration.environments.length).toBeGreaterThan(1);
    expect(new Set(addresses(configuration))).toEqual(new Set([address]));
  });

  test('opens whatever the branch is called', () => {
    const source = { ...connection('github'), branch: 'release/#12-50%' };
    const [address = ''] = addresses(parsed((data) => Object.assign(data.pipeline, { source })));
    const { hash, pathname } = new URL(address);
    expect(hash).toBe('');
    expect(decodeURIComponent(pathname)).toBe('/team/shop/blob/release/#12-50%/docs/runbooks/api.md');
  });

  test('is the one that an environment names, whatever the source', () => {
    const runbooks = 'https://wiki.example.com/{runbook}?of=shop';
    const configuration = parsed((data) => {
      Object.assign(data.pipeline, { source: s3 });
      for (const { alarms } of data.environments) Object.assign(alarms, { runbooks });
    });
    expect(new Set(addresses(configuration))).toEqual(new Set(['https://wiki.example.com/api?of=shop']));
  });

  test.each([connection('github'), codecommit, s3])('is asked for where a source has no pages: $kind', (source) => {
    const unnamed = () => parsed((data) => Object.assign(data.pipeline, { source }));
    if (hasPages(source.kind)) expect(unnamed).not.toThrow();
    else expect(unnamed).toThrow(`pipeline.source.kind is "${source.kind}", which has no page for a file`);
  });

  test('must be named where the source is a bucket', () => {
    expect(hasPages('s3')).toBe(false);
    const error = refusal(() => parsed((data) => Object.assign(data.pipeline, { source: s3 })));
    expect(error.code).toBe('TAP1071');
    expect(error.message).toContain('environments[0].alarms.runbooks');
  });

  test.each([
    ['a path, which opens nowhere', 'docs/runbooks/{runbook}.md'],
    ['plain HTTP', 'http://wiki.example.com/{runbook}'],
    ['an address of one page for all', 'https://wiki.example.com/runbooks'],
    ['an address with a space', 'https://wiki.example.com/on call/{runbook}'],
    ['an address with what an address has no letter for', 'https://wiki.example.com/münchen/{runbook}'],
  ])('is not %s', (_, runbooks) => {
    const error = refusal(() => parsed((data) => Object.assign(environmentAt(data, 0).alarms, { runbooks })));
    expect(error.code).toBe('TAP1001');
    expect(error.message).toContain(`environments[0].alarms.runbooks: received "${runbooks}"`);
  });

  test('needs to know who keeps the repository of a connection', () => {
    const { provider: _, ...source } = connection('github') as Record<string, unknown>;
    const error = refusal(() => parsed((data) => Object.assign(data.pipeline, { source })));
    expect(error.message).toMatch(/pipeline\.source\.provider: received undefined; .*github.*gitlab.*bitbucket/);
  });
});

test.each([0, 1.5, 1001])('a minimum of %s requests is refused', (minimumRequests) => {
  const error = refusal(() => parsed((data) => Object.assign(environmentAt(data, 0).alarms, { minimumRequests })));
  expect(error.code).toBe('TAP1001');
  expect(error.message).toContain('environments[0].alarms.minimumRequests');
});
