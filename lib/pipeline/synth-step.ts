import { Duration } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import { CodeBuildStep, type FileSet } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { inlineBuildSpecification } from '../gates/build-specification';
import { type JobResources, JobRole } from '../gates/job-role';
import { ReportGroup } from '../gates/report-group';
import { buildCache } from './build-cache';
import type { ImageStep } from './image-step';
import type { Source } from './source';

export interface SynthStepProps {
  readonly source: Source;
  readonly image: ImageStep;
  readonly resources: JobResources;
  /** Environment overrides in force, which must survive self-mutation. */
  readonly overrides: Readonly<Record<string, string>>;
}

const reports = { unit: 'TEST', coverage: 'CODE_COVERAGE', nag: 'TEST' } as const;

/** Tests the source, synthesizes everything under the strict gate, and bundles the checks that the gates run. */
export class SynthStep extends CodeBuildStep {
  /** The bundle of checks: an artifact of its own, so that a gate needs neither the source nor `npm ci`. */
  readonly checks: FileSet;

  constructor(scope: Construct, props: SynthStepProps) {
    const logPrefix = 'Build/synth';
    const { resources } = props;
    const { application, evidence, key } = resources;
    const names = Object.entries(reports).map(([name, type]) => ({
      name,
      type,
      group: `${application}-build-${name}`,
    }));
    const arns = Object.fromEntries(
      names.map(({ name, type, group }) => [
        name,
        new ReportGroup(scope, `Build-${name}`, {
          reportGroupName: group,
          type,
          exportTo: { bucket: evidence, key },
        }).arn,
      ]),
    );
    const role = new JobRole(scope, 'SynthRole', {
      description: 'Job that tests, synthesizes and bundles',
      resources,
      logPrefix,
      reportGroupArns: Object.values(arns),
      writesArtifacts: true,
    });
    role.allow(
      ['s3:PutObject'],
      names.map(({ group }) => evidence.arnForObjects(`${ReportGroup.exportPath(group)}/*`)),
      'CodeBuild names an exported report after the build, below the path of its group',
    );
    super('Synth', {
      input: props.source.producer,
      commands: [],
      partialBuildSpec: inlineBuildSpecification('synth', arns),
      primaryOutputDirectory: 'cdk.out',
      cache: buildCache('synth', role, resources),
      role: role.withoutPolicyUpdates(),
      timeout: Duration.minutes(45),
      logging: { cloudWatch: { logGroup: resources.logs.group, prefix: logPrefix } },
      buildEnvironment: { computeType: ComputeType.MEDIUM },
      env: { IMAGE_DIGEST: props.image.digest, ...props.overrides },
    });
    this.checks = this.addOutputDirectory('dist/checks');
  }
}
