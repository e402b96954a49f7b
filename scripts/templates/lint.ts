import { allEnded } from './all-ended';
import { cfnLint } from './cfn-lint';
import { checkov } from './checkov';
import { type Explanation, readExplanations } from './explanations';
import { findingsOf, type TemplateFinding, type Tool } from './findings';
import { requireExplained, requireNeeded } from './judge';
import { plantCopies, type StackOfAssembly } from './planted-copies';

export interface LintOptions {
  readonly stacks: readonly StackOfAssembly[];
  /** Page with the findings that stay. */
  readonly page: string;
  readonly programs: Readonly<Record<Tool, string>>;
  /** New; the copies that the tools read are put there. */
  readonly folder: string;
}

export interface LintResult {
  /** Templates that differ from each other. */
  readonly templates: number;
  readonly findings: readonly TemplateFinding[];
  readonly explanations: readonly Explanation[];
}

/**
 * Lets cfn-lint and checkov read every template and holds what they find to the page of explanations, both ways.
 *
 * @throws CodedError TAP2051 to TAP2055
 */
export async function lintTemplates({ stacks, page, programs, folder }: LintOptions): Promise<LintResult> {
  const explanations = readExplanations(page);
  const copies = plantCopies(stacks, folder);
  const [linted, checked] = await allEnded([
    cfnLint(programs['cfn-lint'], copies, folder),
    checkov(programs.checkov, folder),
  ]);
  const findings = [...findingsOf('cfn-lint', copies, linted), ...findingsOf('checkov', copies, checked)];
  requireExplained(findings, explanations);
  requireNeeded(explanations, findings);
  return { templates: copies.length, findings, explanations };
}
