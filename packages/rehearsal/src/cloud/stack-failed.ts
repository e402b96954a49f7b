import { CodedError } from '@delivery/coded-error';
import { rosterId } from './gateway/templates/roster-resource';

/** One resource that failed, in CloudFormation's words. */
export interface FailedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** Failures without those that only say that CloudFormation gave up on a resource because another had failed. */
function causes(failures: readonly FailedResource[]): readonly FailedResource[] {
  const own = failures.filter(({ reason }) => !/^Resource \w+ cancelled$/i.test(reason));
  return own.length > 0 ? own : failures;
}

/** A stack did not reach a COMPLETE state; unless the status says otherwise it was rolled back. */
export class StackFailed extends CodedError {
  constructor(
    readonly stackName: string,
    /** The status the stack came to rest in, for example `UPDATE_ROLLBACK_COMPLETE`. */
    readonly status: string,
    /** What failed first stands first, in the message too: one line for each, then the stack. */
    readonly failures: readonly FailedResource[],
    reason = '',
  ) {
    const told = causes(failures).map((one) =>
      one.logicalId === rosterId ? one.reason : `${one.logicalId} (${one.type}) ${one.status}: ${one.reason}`,
    );
    // Why comes first; that the stack was rolled back follows from it.
    super('TAP4310', [...told, [`Stack ${stackName} ended as ${status}.`, reason].join(' ').trim()].join('\n'));
    this.name = 'StackFailed';
  }
}
