import { CodeBuildClient, ListCuratedEnvironmentImagesCommand } from '@aws-sdk/client-codebuild';
import type { Look } from '../look';
import { accountOf } from '../places-of';
import { textsOf } from '../template-values';

/**
 * Whether CodeBuild still lists the image of the jobs. Which Node an image has it does not say: a job whose image lacks it fails
 * at its install phase (https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html).
 */
export const buildImage: Look = {
  name: 'build image',
  actions: ['codebuild:ListCuratedEnvironmentImages'],
  questions: async ({ stacks }) =>
    (await stacks).flatMap((stack) => {
      const images = textsOf(stack, 'AWS::CodeBuild::Project', imageOf).filter((image) =>
        image.startsWith('aws/codebuild/'),
      );
      if (images.length === 0) return [];
      return {
        what: `build image ${images.join(', ')}`,
        account: accountOf(stack),
        region: stack.region,
        ask: async (aws) => {
          const { platforms = [] } = await aws
            .client(CodeBuildClient)
            .send(new ListCuratedEnvironmentImagesCommand({}));
          const listed = platforms
            .flatMap(({ languages = [] }) => languages)
            .flatMap(({ images: all = [] }) => all)
            .flatMap(({ name = '', versions = [] }) => [name, ...versions]);
          return images
            .filter((image) => !listed.includes(image))
            .map((image) => ({
              code: 'TAP6173',
              what: `CodeBuild no longer lists ${image}`,
              todo: `take a newer one in lib/pipeline and lib/gates, such as ${listed.filter((one) => /standard:\d+\.\d+$/.test(one)).at(-1)}`,
            }));
        },
      };
    }),
};

function imageOf({ Environment }: Readonly<Record<string, unknown>>): unknown {
  return (Environment as { readonly Image?: unknown } | undefined)?.Image;
}
