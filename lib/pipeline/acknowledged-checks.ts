import type { IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import {
  type Acknowledgement,
  acknowledgementsBelow,
  holdsMany,
  mayAcknowledge,
  oldAcknowledgementsBelow,
} from './acknowledgement';
import { type HiddenWarning, HiddenWarnings } from './hidden-warnings';

/** Only an acknowledgement with this prefix keeps its finding, with the reason, in the validation report. */
const prefix = 'AwsSolutions::';

/** Prefix of the warnings of constructs. */
const annotation = 'Annotation::';

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

/** Something that was found at a construct, by the id that acknowledges it. */
type Found = HiddenWarning;

/**
 * The AwsSolutions rules of cdk-nag, the warnings of constructs that were acknowledged, and our own rules about acknowledgements,
 * which nothing else holds: each stands where its finding is, says why, and acknowledges something.
 *
 * An acknowledged warning is reported again, because the CDK forgets it; its acknowledgement then shows beside it with its reason,
 * as that of any other finding does. All rules of ours are fatal, which is the one severity that can't be acknowledged itself.
 */
export class AcknowledgedChecks extends AwsSolutionsChecks {
  private readonly hidden: HiddenWarnings;

  /**
   * Made before anything else of the app, so that it sees every acknowledgement.
   *
   * @throws CodedError TAP1818 if a warning was acknowledged before
   */
  constructor(app: IConstruct) {
    super(app);
    this.hidden = new HiddenWarnings(app);
  }

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    const root = context.appConstruct;
    const acknowledgements = acknowledgementsBelow(root);
    const found = [...foundBy(report.violations, root), ...this.hidden.warnings];
    const used = findingsByAcknowledgement(found, acknowledgements);
    const declared = new Set(acknowledgements.map(({ construct, id }) => key(construct, id)));
    const violations = [
      ...report.violations,
      ...this.hidden.warnings.map(hiddenViolation),
      ...acknowledgements.flatMap((one) =>
        problemsOf(one, used.get(key(one.construct, one.id)) ?? []).map((problem) =>
          violation(problem, one.construct, `The acknowledgement "${one.id}"`),
        ),
      ),
      ...this.hidden.all
        .filter(({ construct, id }) => !declared.has(key(construct, id)))
        .map(({ construct, id }) => violation(untold, construct, `The acknowledgement "${id}"`)),
      ...oldAcknowledgementsBelow(root).map((construct) => violation(oldPlace, construct, 'The metadata "cdk_nag"')),
    ];
    // The strict gate demands that every stack of the assembly is named here: positive evidence that all were looked at.
    const stacks = context.stackTemplates.map(({ stackConstructPath }) => stackConstructPath).join(' ');
    return { ...report, success: violations.length === 0, violations, metadata: { stacks } };
  }
}

const untold: Problem = {
  rule: 'AwsSolutions-UntoldAcknowledgement',
  code: 'TAP1817',
  says: 'was made by acknowledgeWarning or acknowledgeInfo, which keep no reason: call Validations.of(construct).acknowledge at the construct that warns',
};

const oldPlace: Problem = {
  rule: 'AwsSolutions-OldAcknowledgement',
  code: 'TAP1816',
  says: 'is where earlier versions of cdk-nag kept acknowledgements, and is not read: remove it, and call Validations.of(construct).acknowledge',
};

/** @param findings constructs whose findings this acknowledgement accepts */
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
  if ([prefix, annotation].some((known) => id.startsWith(known)) && findings.length === 0) {
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
  const far = findings.find((one) => !mayAcknowledge(one).includes(construct));
  const places = far === undefined ? [] : mayAcknowledge(far).map(({ node }) => node.path);
  if (places.length > 0) {
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

/** What cdk-nag found, with its constructs. */
function foundBy(violations: readonly PolicyViolation[], root: IConstruct): readonly Found[] {
  return root.node
    .findAll()
    .flatMap((construct) =>
      violations
        .filter(({ violatingResources }) =>
          violatingResources.some(({ constructPath }) => constructPath === construct.node.path),
        )
        .map(({ ruleName }) => ({ construct, id: prefix + ruleName })),
    );
}

/** The CDK lets the closest acknowledgement at or above a finding's construct count; the others of the same id get nothing. */
function findingsByAcknowledgement(
  found: readonly Found[],
  acknowledgements: readonly Acknowledgement[],
): ReadonlyMap<string, readonly IConstruct[]> {
  const declared = new Set(acknowledgements.map(({ construct, id }) => key(construct, id)));
  const used = new Map<string, IConstruct[]>();
  for (const { construct, id } of found) {
    const keys = construct.node.scopes.toReversed().map((scope) => key(scope, id));
    const closest = keys.find((at) => declared.has(at));
    if (closest !== undefined) used.set(closest, [...(used.get(closest) ?? []), construct]);
  }
  return used;
}

function key(construct: IConstruct, id: string): string {
  return `${construct.node.path}|${id}`;
}

function hiddenViolation({ construct, id }: HiddenWarning): PolicyViolation {
  return {
    ruleName: id,
    description: `${construct.node.path} warns: ${id}.`,
    severity: 'warning',
    violatingResources: [{ constructPath: construct.node.path, locations: [] }],
  };
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
