import { rosterId } from './templates/roster-resource';
import { restoreTypes } from './templates/stand-in-types';
import { withoutMembers } from './xml-members';

/** Services whose answers carry the emulator's own address. */
const carryAddress = new Set(['sqs', 'lambda', 'ecr', 'apigateway']);
/** Answers that list a stack's resources. */
const listResources = new Set([
  'DescribeStackEvents',
  'DescribeStackResources',
  'ListStackResources',
  'DescribeChangeSet',
]);

export function carriesAddress(service: string, contentType: string): boolean {
  return carryAddress.has(service) && /json|xml/.test(contentType);
}

/** Writes the gateway's address in place of the emulator's. */
export function rewriteAddress(text: string, emulatorPort: number, gateway: string): string {
  return text.replaceAll(new RegExp(`http://(?:localhost|127\\.0\\.0\\.1):${emulatorPort}(?!\\d)`, 'g'), gateway);
}

/**
 * CloudFormation's answer as if the original template had been deployed: with the original types and without the roster,
 * unless that failed, for then its reason is the deployment's.
 */
export function restoreAnswer(action: string, xml: string): string {
  const marker = `<LogicalResourceId>${rosterId}</LogicalResourceId>`;
  const listed = listResources.has(action)
    ? withoutMembers(xml, marker, (member) => !member.includes('_FAILED</ResourceStatus>'))
    : xml;
  return restoreTypes(listed);
}
