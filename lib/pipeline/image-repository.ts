import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type EnvironmentConfiguration, physicalNames, serviceNames } from '../config';

/** Days after which an image without a tag goes: it was never finished, or lost its tag to nobody. */
const untaggedDays = 14;

export interface ImageRepositoryProps {
  /** Name prefix of everything that has a fixed name. */
  readonly application: string;
  readonly key: kms.IKey;
  readonly environments: readonly EnvironmentConfiguration[];
}

/** Physical name of the repository, known to the environments' stacks at synth. */
export function repositoryName(application: string): string {
  return `${application}/shop`;
}

/**
 * The one repository of the shop's image, in the pipeline's account.
 *
 * Every image that an environment ever ran carries its commit as a tag, and tags can't be moved or taken away. So a
 * lifecycle rule for untagged images alone never expires a digest that runs or would be rolled back to; ECR itself can't see what other
 * accounts run. Old tagged images are a person's decision.
 */
export class ImageRepository extends ecr.Repository {
  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id, {
      repositoryName: repositoryName(props.application),
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: props.key,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      // As for the build logs: its name is fixed.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [
        {
          description: 'Untagged images only: a tagged one may be running, or be what a rollback needs',
          tagStatus: ecr.TagStatus.UNTAGGED,
          maxImageAge: Duration.days(untaggedDays),
        },
      ],
    });
    this.allowPulls(props);
  }

  /**
   * Lets execution roles of other accounts pull; those of the pipeline's own account need no resource policy.
   *
   * ECR refuses a policy that names a role that doesn't exist yet, so accounts are named, and the role by a condition.
   */
  private allowPulls({ application, environments }: ImageRepositoryProps): void {
    const home = Stack.of(this).account;
    for (const { name, account } of environments) {
      if (account === undefined || account === home) continue;
      const names = physicalNames(application, name);
      this.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: `PullFor${name}`,
          principals: [new iam.AccountPrincipal(account)],
          actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          conditions: {
            ArnLike: {
              'aws:PrincipalArn': serviceNames.map(
                (service) => `arn:aws:iam::${account}:role/${names[`${service}ExecutionRole`]}`,
              ),
            },
          },
        }),
      );
    }
  }
}
