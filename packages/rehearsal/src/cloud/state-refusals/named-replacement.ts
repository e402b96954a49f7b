import { nameOf } from './change';
import { customName } from './custom-name';
import { type Replacement, replacementBy } from './replacement';
import type { Rule } from './rule';

/** Types whose replacement the emulator itself refuses, in the service's words about the name that is taken. */
const refusedByTheEmulator: ReadonlySet<string> = new Set([
  'AWS::Cognito::UserPoolDomain',
  'AWS::IAM::ManagedPolicy',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

/**
 * CloudFormation makes the replacement before it deletes the old resource, so it replaces none that keeps the name which its template
 * gives: the resource fails, and the stack rolls back
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html).
 *
 * Told, and let through: a replacement that may happen, and one without a name, which the emulator does not always carry out.
 */
export const namedReplacement: Rule = {
  async judge(change) {
    const { step, type, before, after } = change;
    if (step !== 'update' || refusedByTheEmulator.has(type)) return undefined;
    const replacement = await replacementBy(change);
    if (replacement === undefined) return undefined;
    const { certain, possible } = replacement;
    if (certain.length === 0 && possible.length === 0) return undefined;
    const [was, is] = [await customName(type, before), await customName(type, after)];
    const kept = was !== undefined && was === is;
    if (certain.length > 0 && kept) {
      return {
        refused: `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${was} and update the stack again.`,
        source: 'https://repost.aws/knowledge-center/cloudformation-custom-name',
      };
    }
    if (certain.length > 0)
      return replacement.always ? undefined : { told: `${nameOf(change)}: ${replacedFor(replacement)}` };
    const then = kept ? `; AWS would refuse that, because it keeps its name ${was}` : '';
    return { told: `${nameOf(change)}: AWS may replace it for its change of ${possible.join(', ')}${then}` };
  },
};

function replacedFor({ certain, stateful }: Replacement): string {
  const lost = stateful ? '; what the old one holds does not come along' : '';
  return `AWS replaces it for its change of ${certain.join(', ')}, and its id and ARN become others${lost}`;
}
