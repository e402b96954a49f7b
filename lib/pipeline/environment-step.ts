import type { CfnOutput, Duration } from 'aws-cdk-lib';
import { CodeBuildStep, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { type JobName, jobs } from '../../contracts/job-programs';
import { inlineBuildSpecification } from '../gates/build-specification';
import { type JobResources, JobRole } from '../gates/job-role';
import type { TapStage } from '../stages/tap-stage';

/** What a job that puts an environment in order is told, whatever it does. */
export interface EnvironmentStepProps {
  readonly stage: TapStage;
  readonly resources: JobResources;
  /** The bundle of checks, which holds its program too. */
  readonly checks: IFileSetProducer;
}

/** What distinguishes one such job from another. */
export interface EnvironmentJob {
  readonly name: JobName;
  /** Physical name of its role. @default - named by CloudFormation */
  readonly roleName?: string;
  readonly description: string;
  readonly timeout: Duration;
  /** Roles that it changes into. */
  readonly assumes: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly envFromCfnOutputs?: Readonly<Record<string, CfnOutput>>;
}

/** A job of one environment that runs one program of the bundle and judges nothing; the log says what it found and did. */
export abstract class EnvironmentStep extends CodeBuildStep {
  constructor(scope: Construct, job: EnvironmentJob, { stage, resources, checks }: EnvironmentStepProps) {
    const { program, action } = jobs[job.name];
    const logPrefix = `${stage.stageName}/${program}`;
    const role = new JobRole(scope, `${stage.stageName}${action}Role`, {
      roleName: job.roleName,
      description: job.description,
      resources,
      logPrefix,
      reportGroupArns: [],
    });
    role.allow(['sts:AssumeRole'], job.assumes);
    super(action, {
      input: checks,
      commands: [],
      partialBuildSpec: inlineBuildSpecification(program),
      role: role.withoutPolicyUpdates(),
      timeout: job.timeout,
      logging: { cloudWatch: { logGroup: resources.logs.group, prefix: logPrefix } },
      env: { ENVIRONMENT: stage.stageName, EXECUTION: '#{codepipeline.PipelineExecutionId}', ...job.env },
      envFromCfnOutputs: job.envFromCfnOutputs,
    });
  }
}
