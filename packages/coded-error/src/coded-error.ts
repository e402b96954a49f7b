/**
 * An error that a person can look up: its code is one row of `docs/errors.md`.
 *
 * The message says where, what was received, what is allowed and what to do; it never holds a secret.
 */
export class CodedError extends Error {
  /** Code of the catalogue, for example `TAP1001`. */
  readonly code: string;

  /**
   * @param code code of the catalogue
   * @param message what happened, without the code
   */
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.name = 'CodedError';
    this.code = code;
  }
}
