import { Duration } from 'aws-cdk-lib';
import { CodeBuildStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { inlineBuildSpecification } from '../gates/build-specification';
import { JobRole, type JobSurroundings } from '../gates/job-role';
import type { ImageRepository } from './image-repository';
import type { Source } from './source';

export interface ImageStepProps {
  readonly source: Source;
  readonly repository: ImageRepository;
  readonly surroundings: JobSurroundings;
}

/**
 * Builds the shop's container once for a commit, before synth, pushes it, and exports its digest: one image for all
 * environments, and every template names it by what it is, not by a tag.
 */
export class ImageStep extends CodeBuildStep {
  /** The digest, as a variable of the pipeline. */
  readonly digest: string;

  constructor(scope: Construct, props: ImageStepProps) {
    const logPrefix = 'Build/image';
    const { repository, source, surroundings } = props;
    const role = new JobRole(scope, 'ImageRole', {
      description: 'Job that builds the image and pushes it',
      surroundings,
      logPrefix,
      reportGroupArns: [],
    });
    role.allow(['ecr:GetAuthorizationToken'], ['*'], 'ecr:GetAuthorizationToken takes no narrower resource');
    role.allow(
      [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      [repository.repositoryArn],
    );
    super('Image', {
      input: source.producer,
      commands: [],
      partialBuildSpec: inlineBuildSpecification('image'),
      role: role.withoutPolicyUpdates(),
      timeout: Duration.minutes(45),
      logging: { cloudWatch: { logGroup: surroundings.logs.group, prefix: logPrefix } },
      // Docker needs a privileged container.
      buildEnvironment: { privileged: true },
      env: {
        REPOSITORY_URI: repository.repositoryUri,
        REPOSITORY_NAME: repository.repositoryName,
        TAG: source.commit,
      },
    });
    this.digest = this.exportedVariable('IMAGE_DIGEST');
  }
}
