import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';

/** The tools that jobs of the pipeline install, each in exactly one version. */
export interface ToolVersions {
  /** Version of `aws-cdk`, the command line that self-mutation runs. */
  readonly cli: string;
  /** Version of `cdk-assets`, which publishes files. */
  readonly cdkAssets: string;
}

/**
 * The versions that this repository itself installs: what was tested is what the pipeline runs.
 *
 * CDK Pipelines would install `aws-cdk@2` and `cdk-assets@latest`.
 *
 * @param file path of package.json
 * @throws CodedError TAP1803 if one of them isn't pinned to an exact version
 */
export function toolVersions(file = join(__dirname, '..', '..', 'package.json')): ToolVersions {
  const { devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string | undefined>>;
  };
  const pinned = (name: string): string => {
    const version = devDependencies[name];
    if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
      throw new CodedError(
        'TAP1803',
        `package.json: devDependencies["${name}"] is ${version ?? 'missing'}; the pipeline needs one exact version such as 1.2.3`,
      );
    }
    return version;
  };
  return { cli: pinned('aws-cdk'), cdkAssets: pinned('cdk-assets') };
}
