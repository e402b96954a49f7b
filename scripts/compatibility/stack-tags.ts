import type { AssemblyStack } from '../build/assembly';
import type { PartChange } from './template-parts';

/** What CloudFront refuses to change while a distribution uses it, even its tags: https://github.com/aws/aws-cdk/issues/35765 */
export const vpcOrigin = 'AWS::CloudFront::VpcOrigin';

/** Tags of a stack in which two syntheses differ. CloudFormation gives them to everything in it that takes tags. */
export function tagsBetween(old: AssemblyStack, next: AssemblyStack): readonly PartChange[] {
  const [before, after] = [old.tags ?? {}, next.tags ?? {}];
  const origin = Object.entries(old.template.Resources).find(
    ([id, { Type }]) => Type === vpcOrigin && id in next.template.Resources,
  );
  const danger =
    origin && `is a tag of ${origin[0]}, too: CloudFront refuses every change of it while a distribution uses it`;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((name) => ({ section: 'Tags', name, effect: effectOf(before[name], after[name]), danger }));
}

function effectOf(before: string | undefined, after: string | undefined): PartChange['effect'] {
  if (before === undefined) return 'comes';
  return after === undefined ? 'goes' : 'changes';
}
