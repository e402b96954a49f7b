import { CodedError } from '@delivery/coded-error';

/** Exit codes of a rehearsal; what each means is part of the product's contract. */
export const exitCodes = {
  promoted: 0,
  stopped: 1,
  wrongUse: 2,
  machineLacks: 3,
  faultNotCaught: 4,
  broken: 5,
  interrupted: 130,
} as const;

/** Ends the run before the pipeline does, with an exit code. */
export class RunError extends CodedError {
  constructor(
    code: string,
    readonly exitCode: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.name = 'RunError';
  }
}

/** The reason of the run's abort: a signal, the parent's end, or a part of the rehearsal that is gone. */
export class RunAborted extends Error {
  constructor(
    readonly verdict: 'interrupted' | 'broken',
    reason: string,
  ) {
    super(reason);
    this.name = 'RunAborted';
  }
}
