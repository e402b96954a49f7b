import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionOutcome } from '../../src/engine/executor';
import { type BuildCacheOptions, cachedBuilds } from '../../src/executors/codebuild/build-cache';
import type { BuildConfiguration } from '../../src/model/action-configuration';
import { actionRun, fakeCloud, temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();

/** Runs a build that puts out the number of builds so far and makes an image of that name. */
function setUp() {
  const kept = mkdtempSync(join(folder, 'kept-'));
  let built = 0;
  const once = async (
    more: Partial<BuildCacheOptions> & {
      stage?: string;
      buildspec?: string;
      verdict?: 'pass' | 'fail';
      execution?: string;
      told?: string;
      variables?: Awaited<ReturnType<BuildCacheOptions['project']>>['variables'];
    },
  ) => {
    const own = mkdtempSync(join(folder, 'run-'));
    const imagesFolder = join(own, 'images');
    mkdirSync(imagesFolder);
    const { cloud } = fakeCloud({ buildspec: more.buildspec ?? 'phases', variables: more.variables ?? [] });
    const configuration: BuildConfiguration = { kind: 'build', project: 'p', environmentVariables: more.told ?? '[]' };
    const { run } = actionRun(configuration, {
      stage: more.stage ?? 'Build',
      where: `${more.stage ?? 'Build'}/Synth`,
      execution: more.execution ?? 'e-1',
      variables: new Map([['codepipeline', { PipelineExecutionId: more.execution ?? 'e-1' }]]),
      output: async (artifact) => {
        mkdirSync(join(own, artifact), { recursive: true });
        return join(own, artifact);
      },
      action: { outputs: ['Out'] },
    });
    const stages = ['Source', 'Build', 'Alpha'].map((name) => ({ name, actions: [] }));
    const executor = cachedBuilds(
      { folder: kept, commit: 'c1', imagesFolder, reuse: true, project: () => cloud.project('p', '', ''), ...more },
      async ({ output }): Promise<ActionOutcome> => {
        built += 1;
        writeFileSync(join(await output('Out'), 'number'), String(built));
        mkdirSync(join(imagesFolder, `image-${built}`));
        return { verdict: more.verdict ?? 'pass', differences: [], variables: { N: String(built) } };
      },
    );
    const outcome = await executor({ ...run, pipeline: { ...run.pipeline, stages } });
    return { outcome, out: readFileSync(join(own, 'Out', 'number'), 'utf8'), images: readdirSync(imagesFolder) };
  };
  return { once, kept };
}

describe('builds of a commit', () => {
  test('are used again with outputs, variables and images, and stand in for a build that was not run', async () => {
    const { once } = setUp();
    await once({ reuse: false });
    const again = await once({});
    expect(again).toMatchObject({
      out: '1',
      images: ['image-1'],
      outcome: { verdict: 'stood in', variables: { N: '1' } },
    });
    expect(again.outcome.reason).toContain('earlier rehearsal of the same commit');
    expect(again.outcome.differences).toHaveLength(1);
  });

  test('are made anew without a fault, for another commit, project or stage', async () => {
    const { once } = setUp();
    await once({ reuse: false });
    expect((await once({ reuse: false })).out).toBe('2');
    expect((await once({ commit: 'c2' })).out).toBe('3');
    expect((await once({ buildspec: 'other' })).out).toBe('4');
    await once({ stage: 'Alpha' });
    expect((await once({ stage: 'Alpha' })).out).toBe('6');
  });

  test('are used again by a job that is told its execution, and made anew for one that is told something else', async () => {
    const { once } = setUp();
    const told = '[{"name":"RUN","value":"#{codepipeline.PipelineExecutionId}"}]';
    await once({ told, execution: '6f9c-a' });
    expect((await once({ told, execution: '02d1-b' })).out).toBe('1');
    expect((await once({ told: '[{"name":"RUN","value":"other"}]' })).out).toBe('2');
  });

  test('are used again by a job that is told a name which CloudFormation made up for the run', async () => {
    const { once } = setUp();
    const ofBucket = (value: string) => ({ variables: [{ name: 'BUCKET', value, type: 'PLAINTEXT' }] });
    await once(ofBucket('stack-evidence4cc26d68-58f29b05bd57c'));
    expect((await once(ofBucket('stack-evidence4cc26d68-0a1b2c3d4e5f6'))).out).toBe('1');
    expect((await once(ofBucket('stack-artifacts77aa-0a1b2c3d4e5f6'))).out).toBe('2');
    expect((await once(ofBucket('stack-evidence4cc26d68-0a1b2c3d4e5f6-copy'))).out).toBe('3');
  });

  test('that failed are not kept', async () => {
    const { once } = setUp();
    await once({ verdict: 'fail' });
    expect((await once({})).out).toBe('2');
  });

  test('of a commit that is used again stay, whatever others come', async () => {
    const { once } = setUp();
    await once({});
    for (const commit of ['bad-1', 'bad-2', 'bad-3']) {
      expect((await once({})).outcome.verdict).toBe('stood in');
      await once({ commit });
    }
  });

  test('of older commits go', async () => {
    const { once, kept } = setUp();
    for (const commit of ['c1', 'c2', 'c3']) await once({ commit });
    expect(readdirSync(kept)).toHaveLength(2);
    expect(readdirSync(kept)).toContain('c3');
  });
});
