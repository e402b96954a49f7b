import {
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** Only an acknowledgement with this prefix keeps its finding, with the reason, in the validation report. */
const prefix = 'AwsSolutions::';

/** What a construct's acknowledgement says, and where it stands. */
interface Acknowledgement {
  readonly construct: IConstruct;
  readonly id: string;
}

/**
 * The AwsSolutions rules of cdk-nag, and two of our own about acknowledgements that nothing else reports: one that
 * acknowledges nothing any more, and one without the prefix, which would make its finding vanish from the report.
 *
 * Both are fatal, which is the one severity that can't be acknowledged itself.
 */
export class AcknowledgedChecks extends AwsSolutionsChecks {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    const acknowledgements = acknowledgementsBelow(context.appConstruct);
    const used = usedAcknowledgements(report.violations, acknowledgements);
    const violations = [
      ...report.violations,
      ...acknowledgements
        .filter(({ id }) => id.startsWith(prefix))
        .filter(({ construct, id }) => !used.has(key(construct.node.path, id)))
        .map((unused) =>
          violation(
            'AwsSolutions-UnusedAcknowledgement',
            unused,
            'acknowledges nothing here: remove it, or correct its id',
          ),
        ),
      ...acknowledgements
        .filter(({ id }) => id.replace(/^annotation::/i, '').startsWith('AwsSolutions-'))
        .map((bare) =>
          violation(
            'AwsSolutions-BareAcknowledgement',
            bare,
            `would hide the finding from the report: begin its id with ${prefix}`,
          ),
        ),
    ];
    // The strict gate demands that every stack of the assembly is named here: positive evidence that all were looked at.
    const stacks = context.stackTemplates.map(({ stackConstructPath }) => stackConstructPath).join(' ');
    return { ...report, success: violations.length === 0, violations, metadata: { stacks } };
  }
}

function acknowledgementsBelow(root: IConstruct): readonly Acknowledgement[] {
  return root.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data as Readonly<Record<string, string>>).map((id) => ({ construct, id }))),
    );
}

/** The CDK lets the closest acknowledgement at or above a finding's resource count; the others of the same id stay unused. */
function usedAcknowledgements(
  violations: readonly PolicyViolation[],
  acknowledgements: readonly Acknowledgement[],
): ReadonlySet<string> {
  const declared = new Set(acknowledgements.map(({ construct, id }) => key(construct.node.path, id)));
  const used = new Set<string>();
  for (const { ruleName, violatingResources } of violations) {
    for (const { constructPath = '' } of violatingResources) {
      const steps = constructPath.split('/');
      const paths = steps.map((_, index) => steps.slice(0, steps.length - index).join('/'));
      const closest = [...paths, ''].map((path) => key(path, prefix + ruleName)).find((at) => declared.has(at));
      if (closest) used.add(closest);
    }
  }
  return used;
}

function key(path: string, id: string): string {
  return `${path}|${id}`;
}

function violation(ruleName: string, { construct, id }: Acknowledgement, problem: string): PolicyViolation {
  return {
    ruleName,
    description: `The acknowledgement "${id}" at ${construct.node.path} ${problem}.`,
    severity: 'fatal',
    violatingResources: [{ constructPath: construct.node.path, locations: ['Metadata'] }],
  };
}
