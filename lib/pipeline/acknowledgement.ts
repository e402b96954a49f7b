import { CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** One finding that a construct accepts, for itself and for all below it. */
export interface Acknowledgement {
  readonly construct: IConstruct;
  /** With the name of whoever reports the finding, for example `AwsSolutions::AwsSolutions-S1`. */
  readonly id: string;
  readonly reason: string;
}

/** Every acknowledgement of a tree that the validation hears of; what `Annotations` alone hears of stands in `HiddenWarnings`. */
export function acknowledgementsBelow(root: IConstruct): readonly Acknowledgement[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Readonly<Record<string, unknown>>).map(([id, reason]) => ({
          construct,
          id,
          reason: String(reason),
        })),
      ),
  );
}

/**
 * Resources and stacks whose template holds `cdk_nag`, where cdk-nag up to its second version kept acknowledgements
 * (`NagSuppressions`). The third reads none there.
 *
 * https://github.com/cdklabs/cdk-nag#migrating-from-v2
 */
export function oldAcknowledgementsBelow(root: IConstruct): readonly IConstruct[] {
  return root.node.findAll().filter((construct) => {
    const metadata = CfnResource.isCfnResource(construct)
      ? construct.cfnOptions.metadata
      : Stack.isStack(construct)
        ? construct.templateOptions.metadata
        : undefined;
    return metadata !== undefined && 'cdk_nag' in metadata;
  });
}

/** True for whatever holds many resources: an acknowledgement there hides its rule in all of them. */
export function holdsMany(construct: IConstruct): boolean {
  return Stage.isStage(construct) || Stack.isStack(construct);
}

/**
 * The constructs that may acknowledge a finding at a construct: itself, the construct whose own resource it is, and the role
 * whose policy it is. The CDK makes policies of a role on its own, and more of them when one is full.
 */
export function mayAcknowledge(found: IConstruct): readonly IConstruct[] {
  const upwards = found.node.scopes.toReversed();
  const isOwn = ['Resource', 'Default'].includes(found.node.id);
  const isPolicy = found instanceof CfnPolicy || found instanceof CfnManagedPolicy;
  const steps = isOwn ? (isPolicy && upwards[2] instanceof Role ? 3 : 2) : 1;
  return upwards.slice(0, steps).filter((construct) => !holdsMany(construct));
}
