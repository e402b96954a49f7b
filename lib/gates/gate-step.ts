import type { CfnOutput, Duration } from 'aws-cdk-lib';
import type * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildStep, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { type GateName, gates } from '../../contracts/gates';
import { type EnvironmentConfiguration, physicalNames } from '../config';
import { inlineBuildSpecification } from './build-specification';
import { type JobResources, JobRole } from './job-role';
import { ReportGroup } from './report-group';

/** What all gates of an environment are told. */
export interface GateProps {
  readonly environment: EnvironmentConfiguration;
  readonly resources: JobResources;
  /** The bundle of checks, made once by the build: no gate needs the source or `npm ci`. */
  readonly checks: IFileSetProducer;
  /** Commit id, or version of the object where the source is a bucket. */
  readonly commit: string;
  readonly siteUrl: CfnOutput;
  readonly apiUrl: CfnOutput;
  readonly apiKeyId: CfnOutput;
  /** Roles in the environment's account, one for each gate to read through. */
  readonly gateRoleArns: Readonly<Record<GateName, string>>;
}

/** What distinguishes one gate from another. */
export interface GateKind {
  readonly gate: GateName;
  readonly timeout: Duration;
  /** Environment variables beyond those that every gate gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Outputs of the environment's stacks beyond those that every gate gets, by variable. */
  readonly envFromCfnOutputs?: Readonly<Record<string, CfnOutput>>;
  readonly computeType?: codebuild.ComputeType;
}

/** One gate of one environment: a CodeBuild job that runs one program of the bundle, with a role filled with what it uses. */
export abstract class GateStep extends CodeBuildStep {
  protected readonly jobRole: JobRole;

  constructor(scope: Construct, kind: GateKind, props: GateProps) {
    const { environment, resources } = props;
    const { program, action } = gates[kind.gate];
    const logPrefix = `${environment.name}/${kind.gate}`;
    const name = `${environment.name}${action}`;
    const reports = new ReportGroup(scope, `${name}Reports`, {
      reportGroupName: `${resources.application}-${environment.name.toLowerCase()}-${kind.gate}`,
      type: 'TEST',
    });
    const role = new JobRole(scope, `${name}Role`, {
      roleName: physicalNames(resources.application, environment.name)[`${kind.gate}JobRole`],
      description: `Job of the ${kind.gate} gate of ${environment.name}`,
      resources,
      logPrefix,
      reportGroupArns: [reports.arn],
    });
    role.allow(
      ['s3:PutObject'],
      [resources.evidence.arnForObjects(`*/${environment.name}/${kind.gate}/*`)],
      'Commit and execution come first in the name of evidence and are not known at synth',
    );
    const environmentRoleArn = props.gateRoleArns[kind.gate];
    role.allow(['sts:AssumeRole'], [environmentRoleArn]);
    super(action, {
      input: props.checks,
      commands: [],
      partialBuildSpec: inlineBuildSpecification(program, { [kind.gate]: reports.arn }),
      role: role.withoutPolicyUpdates(),
      timeout: kind.timeout,
      logging: { cloudWatch: { logGroup: resources.logs.group, prefix: logPrefix } },
      buildEnvironment: { computeType: kind.computeType },
      env: {
        GATE: kind.gate,
        ENVIRONMENT: environment.name,
        COMMIT: props.commit,
        EXECUTION: '#{codepipeline.PipelineExecutionId}',
        GATE_ROLE_ARN: environmentRoleArn,
        EVIDENCE_BUCKET: resources.evidence.bucketName,
        ...kind.env,
      },
      envFromCfnOutputs: {
        SITE_URL: props.siteUrl,
        API_URL: props.apiUrl,
        API_KEY_ID: props.apiKeyId,
        ...kind.envFromCfnOutputs,
      },
    });
    this.jobRole = role;
  }
}
