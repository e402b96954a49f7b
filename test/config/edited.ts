import { CodedError } from '@delivery/coded-error';
import { type DeliveryConfiguration, type DeliveryData, parseConfiguration } from '../../lib/config';
import { shippedData } from '../fixtures/shipped';

type Edit = (data: DeliveryData) => void;

/** The shipped data with an edit, as a team would make one. */
export function edited(edit: Edit): DeliveryData {
  const data = structuredClone(shippedData);
  edit(data);
  return data;
}

/** One environment of the data, by its place. */
export function environmentAt(data: DeliveryData, index: number): DeliveryData['environments'][number] {
  const environment = data.environments[index];
  if (!environment) throw new Error(`no environment ${index}`);
  return environment;
}

/** The data parsed and checked, without overrides. */
export function parsed(edit: Edit): DeliveryConfiguration {
  return parseConfiguration(edited(edit), {});
}

/** What a configuration is refused with. */
export function refusal(attempt: () => unknown): CodedError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  throw new Error('was accepted');
}
