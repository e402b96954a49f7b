import { CodedError } from '@delivery/coded-error';
import type { DeliveryConfiguration, WrittenDelivery } from './schema';
import { pageOf } from './source';

/** Stands for a runbook's name in an address. */
const placeholder = '{runbook}';

/** Where each runbook lies in the source. */
const file = `docs/runbooks/${placeholder}.md`;

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
  const { source, region } = written.pipeline;
  const inSource = pageOf(source, file, region);
  const environments = written.environments.map((environment, index) => {
    const runbooks = environment.alarms.runbooks ?? inSource;
    if (runbooks !== undefined) return { ...environment, alarms: { ...environment.alarms, runbooks } };
    throw new CodedError(
      'TAP1071',
      `environments[${index}].alarms.runbooks: is missing, but pipeline.source.kind is "${source.kind}", which has no page for a file; name the https address of your runbooks, with ${placeholder} in place of the name`,
    );
  });
  return { ...written, environments };
}
