import type { IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import {
  type Acknowledgement,
  acknowledgementsBelow,
  holdsMany,
  mayAcknowledge,
  oldAcknowledgementsBelow,
} from './acknowledgement';

/** Only an acknowledgement with this prefix keeps its finding, with the reason, in the validation report. */
const prefix = 'AwsSolutions::';

/** Characters from which on a reason can be one. */
const shortestReason = 20;

/** Rules that report what they find one by one: without the finding, the id would accept whatever the rule stumbles over. */
const rulesWithFindings = ['AwsSolutions-IAM4', 'AwsSolutions-IAM5'].map((rule) => prefix + rule);

/** What is wrong with an acknowledgement. */
interface Problem {
  readonly rule: string;
  readonly code: string;
  /** The end of a sentence about the acknowledgement. */
  readonly says: string;
}

/**
 * The AwsSolutions rules of cdk-nag, and our own about acknowledgements, which nothing else holds: each stands where its finding
 * is, says why, and acknowledges something.
 *
 * All of ours are fatal, which is the one severity that can't be acknowledged itself.
 */
export class AcknowledgedChecks extends AwsSolutionsChecks {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    const root = context.appConstruct;
    const acknowledgements = acknowledgementsBelow(root);
    const used = findingsByAcknowledgement(report.violations, acknowledgements, root);
    const violations = [
      ...report.violations,
      ...acknowledgements.flatMap((one) =>
        problemsOf(one, used.get(key(one.construct.node.path, one.id)) ?? []).map((problem) =>
          violation(problem, one.construct, `The acknowledgement "${one.id}"`),
        ),
      ),
      ...oldAcknowledgementsBelow(root).map((construct) => violation(oldPlace, construct, 'The metadata "cdk_nag"')),
    ];
    // The strict gate demands that every stack of the assembly is named here: positive evidence that all were looked at.
    const stacks = context.stackTemplates.map(({ stackConstructPath }) => stackConstructPath).join(' ');
    return { ...report, success: violations.length === 0, violations, metadata: { stacks } };
  }
}

const oldPlace: Problem = {
  rule: 'AwsSolutions-OldAcknowledgement',
  code: 'TAP1816',
  says: 'is where earlier versions of cdk-nag kept acknowledgements, and is not read: remove it, and call Validations.of(construct).acknowledge',
};

/** @param findings resources whose findings this acknowledgement accepts */
function problemsOf(acknowledgement: Acknowledgement, findings: readonly IConstruct[]): readonly Problem[] {
  return [
    nameProblem(acknowledgement, findings),
    placeProblem(acknowledgement, findings),
    reasonProblem(acknowledgement),
  ].filter((problem) => problem !== undefined);
}

function nameProblem({ id }: Acknowledgement, findings: readonly IConstruct[]): Problem | undefined {
  if (id.replace(/^annotation::/i, '').startsWith('AwsSolutions-')) {
    return {
      rule: 'AwsSolutions-BareAcknowledgement',
      code: 'TAP1811',
      says: `would hide the finding from the report: begin its id with ${prefix}`,
    };
  }
  if (rulesWithFindings.includes(id)) {
    return {
      rule: 'AwsSolutions-BlanketAcknowledgement',
      code: 'TAP1812',
      says: `names no finding of its rule: write the one that the report names, such as ${id}[Resource::*]`,
    };
  }
  if (id.startsWith(prefix) && findings.length === 0) {
    return {
      rule: 'AwsSolutions-UnusedAcknowledgement',
      code: 'TAP1813',
      says: 'acknowledges nothing here: remove it, or correct its id',
    };
  }
  return undefined;
}

function placeProblem({ construct }: Acknowledgement, findings: readonly IConstruct[]): Problem | undefined {
  const rule = 'AwsSolutions-FarAcknowledgement';
  const code = 'TAP1814';
  const far = findings.find((resource) => !mayAcknowledge(resource).includes(construct));
  if (far !== undefined) {
    const places = mayAcknowledge(far).map(({ node }) => node.path);
    return { rule, code, says: `stands above what it accepts: put it at ${places.join(' or ')}, where the finding is` };
  }
  if (!holdsMany(construct)) return undefined;
  return { rule, code, says: 'would hide its rule in every resource below: put it at the one that it is about' };
}

function reasonProblem({ reason }: Acknowledgement): Problem | undefined {
  if (reason.trim().length >= shortestReason) return undefined;
  return {
    rule: 'AwsSolutions-UnreasonedAcknowledgement',
    code: 'TAP1815',
    says: `has "${reason}" for a reason: say in at least ${shortestReason} characters why the finding is right as it is`,
  };
}

/** The CDK lets the closest acknowledgement at or above a finding's resource count; the others of the same id get nothing. */
function findingsByAcknowledgement(
  violations: readonly PolicyViolation[],
  acknowledgements: readonly Acknowledgement[],
  root: IConstruct,
): ReadonlyMap<string, readonly IConstruct[]> {
  const resources = new Map(
    root.node
      .findAll()
      .filter((construct) => CfnResource.isCfnResource(construct))
      .map((resource) => [resource.node.path, resource]),
  );
  const declared = new Set(acknowledgements.map(({ construct, id }) => key(construct.node.path, id)));
  const found = new Map<string, IConstruct[]>();
  for (const { ruleName, violatingResources } of violations) {
    for (const { constructPath = '' } of violatingResources) {
      const resource = resources.get(constructPath);
      const steps = constructPath.split('/');
      const paths = steps.map((_, index) => steps.slice(0, steps.length - index).join('/'));
      const closest = [...paths, ''].map((path) => key(path, prefix + ruleName)).find((at) => declared.has(at));
      if (closest !== undefined && resource) found.set(closest, [...(found.get(closest) ?? []), resource]);
    }
  }
  return found;
}

function key(path: string, id: string): string {
  return `${path}|${id}`;
}

function violation({ rule, code, says }: Problem, construct: IConstruct, what: string): PolicyViolation {
  const path = construct.node.path;
  return {
    ruleName: rule,
    description: `${code}: ${what} at ${path || 'the app'} ${says}.`,
    severity: 'fatal',
    violatingResources: [{ constructPath: path, locations: ['Metadata'] }],
  };
}
