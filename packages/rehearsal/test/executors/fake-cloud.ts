import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backing, Caller, DeployedProject, LocalCloud, StackDeployment } from '../../src/cloud/base/contracts';
import type { ActionRun } from '../../src/engine/executor';
import type { RehearsalEvent } from '../../src/events/events';
import { systemPath } from '../../src/executors/codebuild/ask-program';
import type { ExecutorContext } from '../../src/executors/executor-context';
import { SourceVersions } from '../../src/executors/source-versions';
import type { ActionConfiguration } from '../../src/model/action-configuration';
import { gates } from '../support/gates';

export interface FakeCloud {
  readonly cloud: ExecutorContext['cloud'];
  readonly callers: Caller[];
  readonly deployments: StackDeployment[];
}

/** A local cloud that knows one CodeBuild project and takes every stack. */
export function fakeCloud(
  project: Partial<DeployedProject> = {},
  deployStack: LocalCloud['deployStack'] = async () => ({ status: 'CREATE_COMPLETE', unchanged: false, outputs: {} }),
): FakeCloud {
  const callers: Caller[] = [];
  const deployments: StackDeployment[] = [];
  const backing: Backing = {
    apply: async () => undefined,
    remove: async () => undefined,
    localise: (text) => {
      const local = text.replace('https://d1.cloudfront.net', 'http://127.0.0.1:8001');
      return { text: local, differences: local === text ? [] : [{ onAws: text, here: local }] };
    },
    unfedAlarms: () => [],
    alarmMetrics: () => undefined,
    taskLog: () => undefined,
    stop: async () => undefined,
  };
  const cloud: ExecutorContext['cloud'] = {
    backing,
    awsVariables: (caller) => {
      callers.push(caller);
      return {
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_REGION: caller.region,
        AWS_ACCESS_KEY_ID: 'key',
        AWS_SECRET_ACCESS_KEY: 'secret',
      };
    },
    project: async (name) => ({
      name,
      serviceRole: 'arn:aws:iam::111111111111:role/job',
      buildspec: '',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      privileged: false,
      timeoutMinutes: 1,
      variables: [],
      ...project,
    }),
    deployStack: async (deployment, signal) => {
      deployments.push(deployment);
      return deployStack(deployment, signal);
    },
  };
  return { cloud, callers, deployments };
}

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'executor-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function executorContext(
  cloud: ExecutorContext['cloud'],
  folder: string,
  more: Partial<ExecutorContext> = {},
): ExecutorContext {
  return {
    cloud,
    machine: { path: systemPath(process.env), toolsDir: join(folder, 'tools'), network: {} },
    wayOut: { variables: async () => ({}), refusedTo: () => [] },
    workDir: join(folder, 'work'),
    reportDir: join(folder, 'report'),
    revision: {
      repository: folder,
      commit: 'c'.repeat(40),
      subject: 'Add a thing',
      authorDate: '2026-01-01T00:00:00Z',
    },
    sources: new Map(),
    sourceVersions: new SourceVersions(),
    clockFactor: 1,
    gates,
    personVariables: {},
    addedVariables: {},
    handSetVariables: {},
    inspectOutput: async () => [],
    keep: false,
    ...more,
  };
}

/** One action that is being carried out, and what it tells. */
export function actionRun<C extends ActionConfiguration>(
  configuration: C,
  more: Partial<Omit<ActionRun<C>, 'action'>> & { readonly action?: Partial<ActionRun['action']> } = {},
): { readonly run: ActionRun<C>; readonly events: RehearsalEvent[]; readonly lines: string[] } {
  const events: RehearsalEvent[] = [];
  const lines: string[] = [];
  const run: ActionRun<C> = {
    pipeline: {
      name: 'delivery',
      account: '111111111111',
      region: 'us-east-1',
      roleArn: 'arn:aws:iam::111111111111:role/pipeline',
      restartOnUpdate: true,
      artifactBuckets: { 'us-east-1': 'artifacts' },
      variables: {},
      stages: [],
    },
    stage: 'Alpha',
    where: 'Alpha/Action',
    execution: 'e-1',
    variables: new Map(),
    input: (artifact) => {
      throw new Error(`no input ${artifact}`);
    },
    output: async (artifact) => {
      throw new Error(`no output ${artifact}`);
    },
    signal: new AbortController().signal,
    say: (line) => lines.push(line),
    emit: (event) => events.push(event),
    ...more,
    configuration,
    action: {
      name: 'Action',
      provider: 'Provider',
      runOrder: 1,
      inputs: [],
      outputs: [],
      account: '111111111111',
      region: 'us-east-1',
      configuration,
      ...more.action,
    },
  };
  return { run, events, lines };
}
