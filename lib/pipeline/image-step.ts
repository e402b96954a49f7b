import { Duration } from 'aws-cdk-lib';
import { CodeBuildStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { baseRegistryOf, type ImageConfiguration } from '../config';
import { inlineBuildSpecification } from '../gates/build-specification';
import { type JobResources, JobRole } from '../gates/job-role';
import { buildCache } from './build-cache';
import type { ImageRepository } from './image-repository';
import type { Source } from './source';

export interface ImageStepProps {
  readonly source: Source;
  readonly image: ImageConfiguration;
  readonly repository: ImageRepository;
  readonly resources: JobResources;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html */
const publicLogin = ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'];

/**
 * Where a repository is the cache of a pull-through rule, whoever pulls an image first imports it.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
const pullOrImport = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:BatchImportUpstreamImage',
  'ecr:GetDownloadUrlForLayer',
];

/**
 * Builds the shop's container once for a commit, before synth, pushes it, and exports its digest: one image for all
 * environments, and every template names it by what it is, not by a tag.
 */
export class ImageStep extends CodeBuildStep {
  /** The digest, as a variable of the pipeline. */
  readonly digest: string;

  constructor(scope: Construct, props: ImageStepProps) {
    const logPrefix = 'Build/image';
    const { image, repository, source, resources } = props;
    const role = new JobRole(scope, 'ImageRole', {
      description: 'Job that builds the image and pushes it',
      resources,
      logPrefix,
      reportGroupArns: [],
    });
    const base = baseRegistryOf(image.base);
    role.allow(
      ['ecr:GetAuthorizationToken', ...(base?.kind === 'public' ? publicLogin : [])],
      ['*'],
      'A login to a registry belongs to no narrower resource',
    );
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
    if (base?.kind === 'private') {
      role.allow(pullOrImport, [`arn:aws:ecr:${base.region}:${base.account}:repository/${base.repositoryName}`]);
    }
    role.allow(
      ['s3:PutObject'],
      [resources.evidence.arnForObjects('*/Build/image/*')],
      'Commit and execution come first in the name of evidence and are not known at synth',
    );
    super('Image', {
      input: source.producer,
      commands: [],
      partialBuildSpec: inlineBuildSpecification('image'),
      cache: buildCache('image', role, resources),
      role: role.withoutPolicyUpdates(),
      timeout: Duration.minutes(45),
      logging: { cloudWatch: { logGroup: resources.logs.group, prefix: logPrefix } },
      // Docker needs a privileged container.
      buildEnvironment: { privileged: true },
      env: {
        REPOSITORY_URI: repository.repositoryUri,
        REPOSITORY_NAME: repository.repositoryName,
        TAG: source.commit,
        BASE_REPOSITORY: image.base,
        EVIDENCE_BUCKET: resources.evidence.bucketName,
        EXECUTION: '#{codepipeline.PipelineExecutionId}',
      },
    });
    this.digest = this.exportedVariable('IMAGE_DIGEST');
  }
}
