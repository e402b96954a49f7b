import { gateNames } from '../../../contracts/gates';
import { wavesOf } from '../../../lib/config';
import { mostDeployLevels } from '../../../scripts/build/chain';
import {
  actionOf,
  actionsIn,
  actionsOf,
  environmentOf,
  specificationOf,
  specificationText,
} from '../../helpers/pipeline-definition';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf, variants } from '../../helpers/variants';

const { environments } = configurationOf();
const names = environments.map(({ name }) => name);

/** CodePipeline takes no more actions in one stage, CodeBuild no longer specification inline. */
const mostActions = 50;
const longestSpecification = 25_600;

describe.each(variants)('the pipeline of the %s configuration', (variant) => {
  const actions = actionsOf(variant);
  const waves = wavesOf(configurationOf(variant).environments);

  test('leads from source through build, self-mutation and assets into each wave of environments in order', () => {
    const stages = [...new Set(actions.map(({ stage }) => stage))];
    const expected = waves.flatMap(({ name, promotion }) => [...(promotion ? [`Promote${name}`] : []), name]);
    expect(stages).toEqual(['Source', 'Build', 'UpdatePipeline', 'Assets', ...expected]);
  });

  test('builds the image before it synthesizes, in one stage', () => {
    const build = actions.filter(({ stage }) => stage === 'Build');
    expect(build.map(({ name, provider, runOrder }) => [name, provider, runOrder])).toEqual([
      ['Image', 'CodeBuild', 1],
      ['Synth', 'CodeBuild', 2],
    ]);
  });

  test('changes itself by one job, and publishes all files by one', () => {
    for (const stage of ['UpdatePipeline', 'Assets']) {
      expect(actions.filter((action) => action.stage === stage).map(({ provider }) => provider)).toEqual(['CodeBuild']);
    }
  });

  test.each(names)('deploys every stack of %s by one action, at most four levels deep', (name) => {
    const deploys = actionsIn(name, variant).filter(({ provider }) => provider === 'CloudFormation');
    const stacks = stacksOf(variant).filter(({ stage }) => stage === name);
    expect(stacks.length).toBeGreaterThan(0);
    expect(deploys.map(({ configuration }) => configuration.ActionMode)).toEqual(stacks.map(() => 'CREATE_UPDATE'));
    expect(new Set(deploys.map(({ runOrder }) => runOrder)).size).toBeLessThanOrEqual(mostDeployLevels);
  });

  test.each(names)('then asks every gate of %s, one after the other', (name) => {
    const own = actionsIn(name, variant);
    const deployed = Math.max(
      ...own.filter(({ provider }) => provider === 'CloudFormation').map(({ runOrder }) => runOrder),
    );
    const gates = own.filter(({ env }) => env.GATE_ROLE_ARN !== undefined).sort((a, b) => a.runOrder - b.runOrder);
    expect(gates.map(({ runOrder }) => runOrder - deployed)).toEqual(gateNames.map((_, index) => index + 1));
  });

  test('stays within what CodePipeline takes in one stage', () => {
    const counts = [...new Set(actions.map(({ stage }) => stage))].map(
      (stage) => actions.filter((action) => action.stage === stage).length,
    );
    expect(counts.length).toBeGreaterThan(names.length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(mostActions);
    expect(actions.filter(({ stage }) => stage.includes('.'))).toEqual([]);
  });

  test('stays within what CodeBuild takes as a specification', () => {
    const jobs = actions.filter(({ provider }) => provider === 'CodeBuild');
    // Image, synth, self-mutation and assets; of each environment its gates, and what runs before its deployment.
    expect(jobs.length).toBeGreaterThanOrEqual(4 + (gateNames.length + 1) * names.length);
    for (const job of jobs) {
      expect(specificationText(job, variant).length).toBeLessThanOrEqual(longestSpecification);
    }
  });
});

test('only jobs that run before self-mutation are fed with the source, and they only call a script of it', () => {
  const [source] = actionOf('Source', 'Source').outputs;
  const fed = actionsOf().filter(({ inputs }) => inputs.includes(source ?? ''));
  expect(fed.map(({ stage, name }) => `${stage}/${name}`)).toEqual(['Build/Image', 'Build/Synth']);
  for (const job of fed) {
    const { install, build, ...others } = specificationOf(job).phases;
    expect(others).toEqual({});
    expect(install?.commands).toEqual([expect.stringMatching(/^export npm_config_cache=/), 'npm ci']);
    expect(build?.commands).toEqual([expect.stringMatching(/^node --import tsx scripts\/[a-z]+\.ts$/)]);
  }
});

test('the image’s digest reaches synth as the variable that it was exported by', () => {
  expect(specificationOf(actionOf('Build', 'Image')).env?.['exported-variables']).toEqual(['IMAGE_DIGEST']);
  expect(actionOf('Build', 'Synth').env.IMAGE_DIGEST).toBe('#{Build@Image.IMAGE_DIGEST}');
});

test('the image job knows where to push, and names the image after the commit', () => {
  const { env } = actionOf('Build', 'Image');
  expect(env.REPOSITORY_URI).toMatch(/\.dkr\.ecr\./);
  expect(env.REPOSITORY_NAME).toBeDefined();
  expect(env.TAG).toMatch(/^#\{Source@.+\.CommitId\}$/);
});

test('only the image job may use Docker, which needs a privileged container', () => {
  const privileged = actionsOf().filter(({ project }) => environmentOf(project).PrivilegedMode);
  expect(privileged.map(({ name }) => name)).toEqual(['Image']);
});

test('synth hands on the assembly and the bundle of checks, each as an artifact of its own', () => {
  const { outputs } = actionOf('Build', 'Synth');
  expect(outputs).toHaveLength(2);
  const [assembly] = outputs;
  const deploys = actionsOf().filter(({ provider }) => provider === 'CloudFormation');
  expect(deploys.length).toBeGreaterThan(0);
  expect(deploys.flatMap(({ inputs }) => inputs).every((input) => input === assembly)).toBe(true);
});

test('every job runs on the same image and the same Node', () => {
  const jobs = actionsOf().filter(({ provider }) => provider === 'CodeBuild');
  expect(jobs.length).toBeGreaterThanOrEqual(4 + (gateNames.length + 1) * names.length);
  expect(new Set(jobs.map(({ project }) => environmentOf(project).Image)).size).toBe(1);
  const runtimes = jobs.map((job) => specificationOf(job).phases.install?.['runtime-versions']?.nodejs);
  expect(new Set(runtimes)).toEqual(new Set([24]));
});

test('what tests, coverage and rules found goes to report groups that keep a copy', () => {
  const reports = Object.entries(specificationOf(actionOf('Build', 'Synth')).reports ?? {});
  expect(reports.map(([, report]) => report['file-format'])).toEqual(['JUNITXML', 'CLOVERXML', 'JUNITXML']);
  const groups = stacksOf()
    .filter(({ path }) => path === 'PipelineStack')
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter(({ Type }) => Type === 'AWS::CodeBuild::ReportGroup')
    .map(({ Properties }) => Properties as { Name: string; ExportConfig: { ExportConfigType: string } });
  for (const [arn] of reports) {
    const group = groups.find(({ Name }) => arn.endsWith(`:report-group/${Name}`));
    expect(group?.ExportConfig.ExportConfigType).toBe('S3');
  }
});
