import { CodedError } from '@delivery/coded-error';
import type { DeliveryConfiguration, SourceConfiguration, WrittenDelivery } from './schema';

/** Stands for a runbook's name in an address. */
const placeholder = '{runbook}';

/** Where each runbook lies in the source. */
const file = `docs/runbooks/${placeholder}.md`;

/** Addresses of a file on a branch at the providers of connections. */
const atProvider = {
  github: (repository: string, branch: string) => `https://github.com/${repository}/blob/${branch}/${file}`,
  gitlab: (repository: string, branch: string) => `https://gitlab.com/${repository}/-/blob/${branch}/${file}`,
  bitbucket: (repository: string, branch: string) => `https://bitbucket.org/${repository}/src/${branch}/${file}`,
} as const;

/**
 * Address of the runbooks in the source that the pipeline is made from, with `{runbook}` in place of the name.
 *
 * @param region the pipeline's, for the console of CodeCommit
 * @returns nothing for a source in a bucket: an archive has no page for a file
 */
function runbooksIn(source: SourceConfiguration, region: string): string | undefined {
  // A branch may hold what means something else in an address, such as `#` and `%`.
  const branch = 'branch' in source ? source.branch.split('/').map(encodeURIComponent).join('/') : '';
  switch (source.kind) {
    case 'connection':
      return atProvider[source.provider](source.repository, branch);
    case 'codecommit': {
      const browse = `https://${region}.console.aws.amazon.com/codesuite/codecommit/repositories/${source.repositoryName}/browse`;
      return `${browse}/refs/heads/${branch}/--/${file}?region=${region}`;
    }
    case 's3':
      return undefined;
  }
}

/** Address of one runbook. */
export function runbookAddress(runbooks: string, runbook: string): string {
  return runbooks.replaceAll(placeholder, runbook);
}

/**
 * The configuration with an address of the runbooks in every environment: the one that was written down, else that in the source.
 *
 * @throws CodedError TAP1071 if an environment names none and the source has none
 */
export function withRunbooks(written: WrittenDelivery): DeliveryConfiguration {
  const inSource = runbooksIn(written.pipeline.source, written.pipeline.region);
  const environments = written.environments.map((environment, index) => {
    const runbooks = environment.alarms.runbooks ?? inSource;
    if (runbooks !== undefined) return { ...environment, alarms: { ...environment.alarms, runbooks } };
    throw new CodedError(
      'TAP1071',
      `environments[${index}].alarms.runbooks: is missing, but pipeline.source.kind is "s3", whose archive has no page for a file; name the https address of your runbooks, with ${placeholder} in place of the name`,
    );
  });
  return { ...written, environments };
}
