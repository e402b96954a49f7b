import type { Answer } from './answer';
import type { ExportChange } from './change';

/**
 * An export has a name that no other stack exports. One that another stack imports keeps its value and stays: the update fails when its resources are as wanted, and rolls back
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html).
 */
export function exportInUse({ name, before, after, importedBy, exportedBy }: ExportChange): Answer {
  if (after !== undefined && exportedBy !== undefined) {
    return {
      refused: `Export with name ${name} is already exported by stack ${exportedBy}`,
      source: 'https://github.com/aws-solutions/aws-waf-security-automations/issues/268',
    };
  }
  if (before === undefined || before === after || importedBy.length === 0) return undefined;
  const users = importedBy.join(' and ');
  return after === undefined
    ? {
        refused: `Export ${name} cannot be deleted as it is in use by ${users}`,
        source: 'https://github.com/aws/aws-cdk/issues/5151',
      }
    : {
        refused: `Export ${name} cannot be updated as it is in use by ${users}`,
        source: 'https://github.com/linz/geostore/issues/630',
      };
}
