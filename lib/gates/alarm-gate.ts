import { type CfnOutput, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type ApprovalRoom, looserVariable, summaryVariable } from '../../contracts/approval';
import { type GateProps, GateStep } from './gate-step';
import type { JobRole } from './job-role';
import type { LoadFigures } from './load-test-gate';

export interface AlarmGateProps extends GateProps {
  /** The load test whose window the alarms are judged in. */
  readonly load: Pick<LoadFigures, 'window' | 'sent'>;
  /** Name of the log group in which the services log each request. */
  readonly logGroupName: CfnOutput;
  /** Names of the environments that a commit enters next; none after the last. */
  readonly promotedInto: readonly string[];
  /** Characters that an approval before those has for what is exported here. */
  readonly room: ApprovalRoom;
}

/** Minutes that the job may take beyond twice the bake time, as long as capacity may take to cool down: reading, and its start. */
const marginMinutes = 30;

/** Every alarm of the environment, from the start of the load to the end of the bake time. */
export class AlarmGate extends GateStep {
  /** What all gates of the environment have said, attempt by attempt, for a person. */
  readonly summary: string;
  /** What the gates of all environments hold a commit to less strictly than the one promoted before, for a person. */
  readonly looser: string;

  constructor(scope: Construct, props: AlarmGateProps) {
    super(
      scope,
      {
        gate: 'alarms',
        timeout: Duration.minutes(2 * props.environment.gates.bakeMinutes + marginMinutes),
        envFromCfnOutputs: { LOG_GROUP: props.logGroupName },
        env: {
          LOAD_WINDOW: props.load.window,
          LOAD_SENT: props.load.sent,
          PROMOTED_INTO: props.promotedInto.join(','),
          SUMMARY_ROOM: String(props.room.summary),
          LOOSER_ROOM: String(props.room.looser),
        },
      },
      props,
    );
    allowEarlierEvidence(this.jobRole, props);
    this.summary = this.exportedVariable(summaryVariable);
    this.looser = this.exportedVariable(looserVariable);
  }
}

/** What all gates of the environment have left in an execution, and what has passed the next ones last, to be read and listed. */
function allowEarlierEvidence(
  role: JobRole,
  { environment, promotedInto, resources: { evidence } }: AlarmGateProps,
): void {
  const objects = [`*/${environment.name}/*`, ...promotedInto.map((next) => `last-passed/${next}/*`)];
  role.allow(
    ['s3:GetObject'],
    objects.map((pattern) => evidence.arnForObjects(pattern)),
    'Commit and execution come first in the name of evidence and are not known at synth',
  );
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [evidence.bucketArn],
      conditions: { StringLike: { 's3:prefix': objects } },
    }),
  );
}
