import type { ResourceChange } from '../../../src/cloud/state-refusals/change';

/** An update of a resource of this type, with what a test says of it. */
export function changeOf(type: string, of: Partial<ResourceChange> = {}): ResourceChange {
  const at = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha', logicalId: 'It', physicalId: 'it' };
  return { step: 'update', ...at, type, before: {}, after: {}, beside: [], service: {}, ...of };
}
