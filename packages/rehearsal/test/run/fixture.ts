import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stringify } from 'yaml';
import type { BackingWithFaults } from '../../src/cloud/backing/backing';
import type { LocalCloud } from '../../src/cloud/base/contracts';
import { PipelineHistory } from '../../src/cloud/base/pipeline-history';
import { configure, type RehearsalConfiguration } from '../../src/configuration/configuration';
import type { RehearsalEvent } from '../../src/events/events';
import { systemPath } from '../../src/executors/codebuild/ask-program';
import type { DeployedPipeline } from '../../src/model/deployed-pipeline';
import type { RehearsalOptions } from '../../src/run/options';
import type { StartCloud } from '../../src/run/start-cloud';
import type { Surroundings } from '../../src/run/surroundings';
import { action, deployed, source } from '../engine/definition';
import { fakeCloud } from '../executors/fake-cloud';
import { gates } from '../support/gates';

/**
 * A command line of the CDK that knows one assembly, and refuses to synthesize a commit that has the file `bad`. With the file
 * `renamed` its stage Alpha is called Beta. With the file `foreign` the pipeline has an action that is not carried out; with the file `needs` it wants the variables that stand in it.
 */
const cdk = `
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const [verb, ...args] = process.argv.slice(2);
if (verb === 'deploy') process.exit(existsSync('undeployable') ? 1 : 0);
for (const [name, value] of existsSync('needs') ? Object.entries(JSON.parse(readFileSync('needs', 'utf8'))) : []) {
  if (process.env[name] !== value) { console.error('lacks ' + name); process.exit(1); }
}
if (existsSync('bad')) { console.error(readFileSync('bad', 'utf8')); process.exit(1); }
const out = args[args.indexOf('--output') + 1];
mkdirSync(out, { recursive: true });
writeFileSync(out + '/manifest.json', JSON.stringify({ artifacts: {
  Delivery: {
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/us-east-1',
    properties: { templateFile: 'pipeline.json' },
  },
  nested: { type: 'cdk:cloud-assembly', properties: { directoryName: 'alpha', displayName: existsSync('renamed') ? 'Beta' : 'Alpha' } },
} }));
mkdirSync(out + '/alpha');
writeFileSync(out + '/alpha/manifest.json', JSON.stringify({ artifacts: {
  Network: { type: 'aws:cloudformation:stack', environment: 'aws://222222222222/eu-west-1' },
} }));
writeFileSync(out + '/alpha/Network.template.json', '{}');
writeFileSync(out + '/pipeline.json', JSON.stringify({ Resources: { P: {
  Type: 'AWS::CodePipeline::Pipeline',
  Properties: { Stages: [
    { Name: 'Source', Actions: [] },
    { Name: 'Alpha', Actions: [{ Name: 'Network.Deploy', ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation' } }] },
    { Name: 'Gamma', Actions: existsSync('foreign') ? [{ Name: 'Tell', ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'Lambda' } }] : [] },
  ] },
} } }));
`;

/** Programs that are found first, and the packages that the npm among them installs. */
const [programs, installed] = ['.tools/programs', '.tools/packages'];

/** Source, Alpha and Gamma; both of them run the project's build specification. */
const threeStages = (): DeployedPipeline =>
  deployed({
    Source: [source()],
    Alpha: [action('Verify', 'CodeBuild', { InputArtifacts: [{ Name: 'Tree' }] })],
    Gamma: [action('Verify', 'CodeBuild', { InputArtifacts: [{ Name: 'Tree' }] })],
  });

/** A repository of its own, with tools and a CDK that only seem to be there. */
export function fixture() {
  const folder = mkdtempSync(join(tmpdir(), 'run-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'repository');
  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  };
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root, encoding: 'utf8' }).trim();
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  write('package-lock.json', '{}');
  write('.gitignore', 'node_modules/\n.tools/\nrehearsal-report/\n');
  write(`${installed}/aws-cdk/package.json`, '{"version":"2.1148.1"}');
  write(`${installed}/aws-cdk/bin/cdk`, cdk);
  write(`${installed}/cdk-assets/bin/cdk-assets`, '');
  write(
    `${programs}/npm`,
    `#!/bin/sh\necho "$npm_config_cache" > '${join(root, '.tools/cache')}'\nmkdir -p node_modules && cp -R '${join(root, installed)}/.' node_modules\n`,
    0o755,
  );
  for (const tool of ['bin/mariadbd', 'bin/mariadb-install-db', 'python/bin/python']) write(`.tools/${tool}`, '');
  git('init', '--quiet', '--initial-branch=main');
  const first = commit('First');
  return { folder, root, write, git, commit, first };
}

export function options(root: string, more: Partial<RehearsalOptions> = {}): RehearsalOptions {
  return {
    yes: true,
    workingTree: false,
    faults: [],
    keep: false,
    hold: false,
    out: join(root, 'rehearsal-report'),
    ...more,
  };
}

/** What the repositories of these tests tell of themselves. */
export const configuration = configure('the tests', {
  gates,
  synth: { invalidConfiguration: /^wrong: / },
  faults: ({ at }) => [{ name: 'no-door', gate: at('Verify'), description: 'Nobody comes in.', trace: /door/ }],
} satisfies RehearsalConfiguration);

/** Surroundings whose terminal keeps the events. */
export function surroundings(root: string): { readonly events: RehearsalEvent[]; readonly surroundings: Surroundings } {
  const events: RehearsalEvent[] = [];
  return {
    events,
    surroundings: {
      root,
      toolsDir: join(root, '.tools'),
      // The small pipelines of the tests need next to none.
      neededBytes: 1,
      lookAtMachine: async () => ({
        path: [join(root, programs), systemPath(process.env)].join(delimiter),
        toolsDir: join(root, '.tools'),
        network: {},
      }),
      openTerminal: () => ({ emit: (event) => events.push(event), summarise: () => undefined, close: () => undefined }),
      input: new PassThrough(),
      output: new PassThrough(),
      loadConfiguration: () => configuration,
    },
  };
}

/** A local cloud in which the builds of all projects run these commands. */
export function cloudThatRuns(commands: readonly string[], more: Partial<LocalCloud> = {}) {
  const bootstrapped: string[] = [];
  const seen = { stopped: 0, workDir: '' };
  const { cloud } = fakeCloud({ buildspec: stringify({ version: 0.2, phases: { build: { commands } } }) });
  const startCloud: StartCloud = async (cloudOptions) => {
    seen.workDir = cloudOptions.workDir;
    const local: LocalCloud = {
      ...cloud,
      endpoint: 'http://127.0.0.1:1',
      bootstrap: async (account, region) => void bootstrapped.push(`${account} ${region}`),
      bootstrapped: () => [
        { account: '111111111111', region: 'us-east-1' },
        { account: '222222222222', region: 'eu-west-1' },
        { account: '222222222222', region: 'us-east-1' },
      ],
      deployedPipeline: async () => threeStages(),
      history: new PipelineHistory(),
      publications: () => [],
      setFaults: () => undefined,
      classify: async () => [],
      forgetUse: () => undefined,
      lost: new Promise(() => undefined),
      stop: async () => {
        seen.stopped += 1;
      },
      ...more,
    };
    const backing: BackingWithFaults = {
      ...local.backing,
      differencesOf: () => [],
      atAwsPace: () => [],
      rows: async () => new Map(),
      faults: {
        setTrafficFault: () => undefined,
        setTaskFault: () => undefined,
        stopDatabase: async () => undefined,
        silenceTraffic: () => undefined,
        breach: () => undefined,
        deleteAlarm: async () => undefined,
        killTask: () => undefined,
      },
    };
    return { cloud: local, backing };
  };
  return { startCloud, bootstrapped, seen };
}
