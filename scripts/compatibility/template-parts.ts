import type { Difference, DifferenceCollection, TemplateDiff } from '@aws-cdk/cloudformation-diff';

/** One part of a template beside its resources in which two differ. */
export interface PartChange {
  /** As CloudFormation calls the part, for example `Outputs`. */
  readonly section: string;
  /** Empty where the section is one value. */
  readonly name: string;
  readonly effect: 'comes' | 'goes' | 'changes';
  /** Why somebody has to look at it first. @default - nobody has to */
  readonly danger?: string;
}

/** All differences of two templates beside those of the resources. */
export function partsOf(diff: TemplateDiff): readonly PartChange[] {
  return [
    ...one('AWSTemplateFormatVersion', diff.awsTemplateFormatVersion),
    ...one('Description', diff.description),
    ...one('Transform', diff.transform),
    ...each('Parameters', diff.parameters),
    ...each('Mappings', diff.mappings),
    ...each('Conditions', diff.conditions),
    ...each('Metadata', diff.metadata),
    ...each('Outputs', diff.outputs, exportDanger),
    // Sections that the CDK's own comparison has no name for, such as Rules.
    ...Object.entries(diff.unknown.changes).flatMap(([section, difference]) => one(section, difference)),
  ];
}

type Collection = DifferenceCollection<unknown, Difference<unknown>>;

function each(
  section: string,
  differences: unknown,
  dangerOf: (difference: Difference<unknown>) => string | undefined = () => undefined,
): readonly PartChange[] {
  return Object.entries((differences as Collection).changes).map(([name, difference]) => ({
    section,
    name,
    effect: effectOf(difference),
    danger: dangerOf(difference),
  }));
}

function one(section: string, difference: Difference<unknown> | undefined): readonly PartChange[] {
  return difference?.isDifferent ? [{ section, name: '', effect: effectOf(difference) }] : [];
}

function effectOf({ isAddition, isRemoval }: Difference<unknown>): PartChange['effect'] {
  if (isAddition) return 'comes';
  return isRemoval ? 'goes' : 'changes';
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html */
function exportDanger({ oldValue }: Difference<unknown>): string | undefined {
  const exported = (oldValue as { readonly Export?: unknown } | undefined)?.Export !== undefined;
  return exported ? 'is exported: CloudFormation refuses that while another stack imports it' : undefined;
}
