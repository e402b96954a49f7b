import type { BuildSpec } from '../../model/build-spec';
import type { ShellName } from './shell-session';

/** Images of Amazon Linux have bash by the name of sh. */
const amazonLinux = /^aws\/codebuild\/(amazonlinux|amazonlambda)/;

/**
 * The shell that carries out a build's commands: sh, unless its specification names another one
 * (https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-cmd.html). What that is depends on the image: Ubuntu's, and so
 * that of the standard images (https://github.com/aws/aws-codebuild-docker-images/blob/1590e48/ubuntu/standard/7.0/Dockerfile), knows no
 * `[[` and no arrays.
 */
export function shellOf({ shell }: Pick<BuildSpec, 'shell'>, image: string): ShellName {
  return shell === 'sh' && amazonLinux.test(image) ? 'bash as sh' : shell;
}
