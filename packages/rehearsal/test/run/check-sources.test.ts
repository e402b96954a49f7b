import { exitCodes } from '../../src/command/run-error';
import { checkSources } from '../../src/run/check-sources';

const source = (name: string, provider: string, configuration: Record<string, unknown>) => ({
  name,
  provider,
  kind: `Source/AWS/${provider}`,
  configuration,
});
const here = source('Here', 'CodeCommit', { RepositoryName: { 'Fn::GetAtt': ['R', 'Name'] }, BranchName: 'main' });
const branch = source('Branch', 'CodeCommit', { ...here.configuration, BranchName: 'next' });
const there = source('There', 'GitHub', { Owner: 'me', Repo: 'second', Branch: 'main' });
const object = (name: string, S3ObjectKey: string) => source(name, 'S3', { S3Bucket: 'sources', S3ObjectKey });

/** Checks what was given against a pipeline with these sources. */
function check(given: readonly string[], ...actions: ReturnType<typeof source>[]): void {
  checkSources(given, { stages: [{ name: 'Source', actions }] });
}

describe('the sources of a pipeline', () => {
  test('may be several of one repository', () => {
    expect(() => check([], here)).not.toThrow();
    expect(() => check([], here, branch)).not.toThrow();
    expect(() => check([])).not.toThrow();
  });

  test.each([
    [[here, there], 'There'],
    [[object('One', 'a.zip'), object('Two', 'b.zip')], 'Two'],
  ])('of several repositories are refused unless all but one are given: %#', (actions, name) => {
    const refused = expect.objectContaining({
      code: 'TAP4086',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining(name),
    });
    expect(() => check([], ...actions)).toThrow(refused);
    expect(() => check([name], ...actions)).not.toThrow();
  });

  test('are given by the names of their actions, and one is left to be rehearsed', () => {
    expect(() => check(['Elsewhere'], here, there)).toThrow(/^TAP4086: .*Elsewhere/);
    expect(() => check(['Here', 'There'], here, there)).toThrow(/^TAP4086/);
    expect(() => check(['Branch'], here, branch)).toThrow(/^TAP4086/);
    expect(() => check(['Branch'], here, branch, there)).not.toThrow();
  });
});
