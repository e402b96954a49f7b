import type { ResourceItem } from '../../../src/cloud/base/contracts';
import type { ActionVerdict, Emit, PacedAlarm, PlannedStage, RehearsalEvent } from '../../../src/events/events';
import type { GateEvidence } from '../../../src/events/gate-evidence';
import type { ReportFacts } from '../../../src/report/report';

const environments = ['Alpha', 'Beta', 'Gamma'] as const;
const commit = '4f1c2a9be7d30b5561f0c8a2d94e7b3c1a6f5d82';

/** A pipeline as the product has it. */
export const plannedStages: readonly PlannedStage[] = [
  planned('Source', [['Source', 'S3']]),
  planned('Build', [
    ['Image', 'CodeBuild'],
    ['Synth', 'CodeBuild'],
  ]),
  planned('UpdatePipeline', [['SelfMutate', 'CodeBuild']]),
  planned('Assets', [['FileAsset1', 'CodeBuild']]),
  ...environments.flatMap((name) => [
    ...(name === 'Alpha' ? [] : [planned(`Promote${name}`, [['Approve', 'Manual']])]),
    planned(name, [
      ['Network.Deploy', 'CloudFormation'],
      ['Data.Deploy', 'CloudFormation'],
      ['Service.Deploy', 'CloudFormation'],
      ['Verify', 'CodeBuild'],
      ['Measure', 'CodeBuild'],
      ['Alarms', 'CodeBuild'],
    ]),
  ]),
];

/** Sends the events of a run: up to its last stage or to `through`; it breaks off at the action `until`. */
export function playRun(
  emit: Emit,
  { until, failing, through }: { until?: string; failing?: string; through?: string } = {},
): void {
  emit({ type: 'run-started', commit, subject: 'Raise <the> readings\'s "page" size & limits', workingTree: false });
  emit({ type: 'pipeline-deployed', commit, stages: plannedStages });
  for (const stage of plannedStages) {
    emit({ type: 'stage-started', stage: stage.name });
    for (const { name, provider } of stage.actions) {
      const id = { stage: stage.name, action: name };
      emit({ type: 'action-started', ...id, provider });
      if (`${stage.name}/${name}` === until) return;
      emit({ type: 'action-output', ...id, line: `${name} says something` });
      const verdict = verdictOf(id, failing);
      if (provider === 'Manual') playApproval(emit, id);
      playGate(emit, id, verdict);
      emit({
        type: 'action-ended',
        ...id,
        verdict,
        seconds: 12.34,
        differences: differencesOf(provider),
        ...reasonOf(stage.name, verdict),
      });
      if (verdict === 'fail') {
        emit({ type: 'stage-ended', stage: stage.name, verdict, seconds: 60 });
        emit({
          type: 'run-ended',
          verdict: 'stopped',
          exitCode: 1,
          reason: `${stage.name}/${name}: ${failure(stage.name)}`,
          seconds: 200,
        });
        return;
      }
    }
    emit({ type: 'stage-ended', stage: stage.name, verdict: 'pass', seconds: 74 });
    if (stage.name === through) break;
  }
  emit({
    type: 'run-ended',
    verdict: 'promoted',
    exitCode: 0,
    reason: 'Every gate passed, through Gamma.',
    seconds: 312.4,
  });
}

/** What the local cloud adds at the end. */
export function sampleFacts(): Required<ReportFacts> {
  const types = [
    'AWS::EC2::VPC',
    'AWS::ECS::Service',
    'AWS::RDS::DBCluster',
    'AWS::ApiGateway::RestApi',
    'AWS::RDS::DBProxy',
    'AWS::KMS::Key',
  ];
  const classes = ['created', 'exercised', 'exercised', 'exercised', 'stoodIn', 'accepted'] as const;
  const by = [
    'DescribeVpcs',
    'gate Alpha/Verify, task Alpha/readings/1',
    'task Alpha/stations/2',
    'gate Alpha/Measure',
    'a placeholder',
    'the emulator',
  ];
  const resources: ResourceItem[] = environments.flatMap((environment) =>
    Array.from({ length: 30 }, (_, index) => ({
      environment,
      stack: `${environment}-${index % 2 === 0 ? 'Network' : 'Service'}`,
      logicalId: `Resource${index}A1B2C3D4`,
      type: types[index % types.length] ?? '',
      class: classes[index % classes.length] ?? 'accepted',
      by: by[index % by.length] ?? '',
    })),
  );
  const alarmsNotJudged = environments.map((environment) => ({
    name: `acme-${environment.toLowerCase()}-kms-throttling`,
    environment,
    reason: 'The emulator publishes no metrics of AWS/KMS.',
  }));
  return { resources, alarmsNotJudged, faults: [], clockFactor: 20 };
}

function planned(name: string, actions: readonly (readonly [string, string])[]): PlannedStage {
  return {
    name,
    actions: actions.map(([action, provider], index) => ({ name: action, provider, runOrder: index + 1 })),
  };
}

function verdictOf({ stage, action }: { stage: string; action: string }, failing: string | undefined): ActionVerdict {
  if (`${stage}/${action}` === failing) return 'fail';
  return action === 'Image' ? 'stood in' : 'pass';
}

/** Why a load test failed, as its executor says it. */
function failure(environment: string): string {
  return `The load gate of ${environment}: fail.\np95 of cloudfront was 742 ms, allowed is 500 ms.\nLog: out/log.txt`;
}

function reasonOf(environment: string, verdict: ActionVerdict): { reason?: string } {
  if (verdict === 'stood in')
    return { reason: 'No container engine is usable: only the npm and node lines of the Dockerfile were carried out.' };
  return verdict === 'fail' ? { reason: failure(environment) } : {};
}

function differencesOf(provider: string): { onAws: string; here: string }[] {
  if (provider !== 'CodeBuild') return [];
  return [
    { onAws: 'aws/codebuild/standard:7.0 on BUILD_GENERAL1_SMALL', here: 'the commands run on this machine' },
    { onAws: 'Node 24', here: 'Node 20' },
  ];
}

function playApproval(emit: Emit, id: { stage: string; action: string }): void {
  const text = 'Alpha: p95 231 ms, errors 0 %.\nPromote it?';
  emit({ type: 'approval-asked', ...id, text });
  emit({ type: 'approval-answered', ...id, answer: 'approved', by: '--yes' });
}

function playGate(emit: Emit, { stage, action }: { stage: string; action: string }, verdict: ActionVerdict): void {
  const gates: Readonly<Record<string, GateEvidence['gate']>> = { Verify: 'verify', Measure: 'load', Alarms: 'alarms' };
  const gate = gates[action];
  if (gate === undefined) return;
  const evidence: GateEvidence = {
    gate,
    environment: stage,
    commit,
    execution: 'e-1',
    subject: { profile: 'quick' },
    startedAt: '2026-11-24T06:00:00.000Z',
    endedAt: '2026-11-24T06:01:00.000Z',
    verdict: verdict === 'fail' ? 'fail' : 'pass',
    reasons: verdict === 'fail' ? ['p95 of cloudfront was 742 ms'] : [],
    measurements: [
      { name: 'p95 cloudfront', value: verdict === 'fail' ? 742 : 231.4567, unit: 'ms', limit: { atMost: 500 } },
      { name: 'error rate', value: 0.0012, unit: 'rate', limit: { atMost: 0.01 } },
      { name: 'requests', value: 1984, unit: 'count' },
    ],
  };
  const event: RehearsalEvent = { type: 'gate-judged', evidence };
  emit(event);
  if (gate === 'load') emit({ type: 'alarms-at-aws-pace', environment: stage, alarms: pacedAlarms(stage, verdict) });
}

function pacedAlarms(environment: string, verdict: ActionVerdict): PacedAlarm[] {
  const prefix = `acme-${environment.toLowerCase()}`;
  const fires = verdict === 'fail';
  return [
    {
      name: `${prefix}-readings-response-time-critical`,
      onAws: fires ? 'would fire' : 'would not fire',
      here: fires ? 'fired' : 'did not fire',
      reason: '0.742 in each period of 60 s, GreaterThanOrEqualToThreshold 0.5; 180 s of load hold 2 whole periods',
    },
    {
      name: `${prefix}-hourly`,
      onAws: 'not known',
      here: 'did not fire',
      reason: '180 s of load hold 0 whole periods of 3600 s whenever they begin, and 1 must breach',
    },
  ];
}
