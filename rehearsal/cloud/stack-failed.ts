import { CodedError } from '../../lib/errors';
import { INVENTORY_ID } from './gateway/templates/inventory-resource';

/** One resource that failed, in CloudFormation's words. */
export interface FailedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** A stack did not reach a COMPLETE state; unless the status says otherwise it was rolled back. */
export class StackFailed extends CodedError {
  constructor(
    readonly stackName: string,
    /** The status the stack came to rest in, for example `UPDATE_ROLLBACK_COMPLETE`. */
    readonly status: string,
    /** What failed first stands first. */
    readonly failures: readonly FailedResource[],
    reason = '',
  ) {
    const first = failures.map((one) =>
      one.logicalId === INVENTORY_ID ? one.reason : `${one.logicalId} (${one.type}) ${one.status}: ${one.reason}`,
    );
    super(
      'TAP4310',
      `stack ${stackName} ended as ${status}. ${[...first, reason].filter((text) => text !== '').join('; ')}`,
    );
    this.name = 'StackFailed';
  }
}
