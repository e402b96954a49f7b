import { CodedError } from '@delivery/coded-error';
import { ArtifactMetadataEntryType } from 'aws-cdk-lib/cloud-assembly-schema';
import type { IConstruct } from 'constructs';

/** Where the CDK keeps, at the app, which warnings are acknowledged: what stands there is asked before each warning is added. */
const acknowledgements = Symbol.for('@aws-cdk/core.Acknowledgements');

/** A warning of a construct that an acknowledgement keeps out of the CDK's report. */
export interface HiddenWarning {
  readonly construct: IConstruct;
  /** As the CDK's report would name it, for example `Annotation::my-library:warning`. */
  readonly id: string;
}

/**
 * Sees every warning of a construct that an acknowledgement hides, whichever call made it.
 *
 * The CDK takes an acknowledged warning back, or never adds it, so that nothing of it reaches the report; and of
 * `Annotations.acknowledgeWarning` and `acknowledgeInfo` not even the reason does. This stands in place of the CDK's own list, does
 * what that does, and keeps what was hidden.
 *
 * https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/annotations.ts
 */
export class HiddenWarnings {
  private readonly acknowledged = new Map<IConstruct, Set<string>>();
  private readonly found = new Map<string, HiddenWarning>();

  /** @throws CodedError TAP1818 if something was acknowledged before, which this would not know */
  constructor(app: IConstruct) {
    if (acknowledgements in app) {
      throw new CodedError(
        'TAP1818',
        'a warning was acknowledged before the checks were made: make AcknowledgedChecks first of all in the app',
      );
    }
    Object.defineProperty(app, acknowledgements, { value: this });
  }

  /** Those that were hidden, each once. */
  get warnings(): readonly HiddenWarning[] {
    return [...this.found.values()];
  }

  /** Each acknowledgement of a warning, whoever made it, by its construct. */
  get all(): readonly HiddenWarning[] {
    return [...this.acknowledged].flatMap(([construct, ids]) =>
      [...new Set([...ids].map(qualified))].map((id) => ({ construct, id })),
    );
  }

  /** The CDK calls this for an acknowledgement, before it takes back what it hides. */
  add(construct: IConstruct, id: string): void {
    this.acknowledged.set(construct, (this.acknowledged.get(construct) ?? new Set()).add(id));
    for (const below of construct.node.findAll()) {
      const warns = below.node.metadata.some(
        ({ type, data }) => type === ArtifactMetadataEntryType.WARN && String(data).includes(`[ack: ${id}]`),
      );
      if (warns) this.hide(below, id);
    }
  }

  /** The CDK calls this for a new warning, and adds it only if this is false. */
  has(construct: IConstruct, id: string): boolean {
    const hidden = construct.node.scopes.some((scope) => this.acknowledged.get(scope)?.has(id));
    if (hidden) this.hide(construct, id);
    return hidden;
  }

  private hide(construct: IConstruct, id: string): void {
    const warning = { construct, id: qualified(id) };
    this.found.set(`${construct.node.path}|${warning.id}`, warning);
  }
}

/** An id with the name of whoever reports it, which is the CDK's annotations if none is named. */
function qualified(id: string): string {
  return id.includes('::') ? id : `Annotation::${id}`;
}
