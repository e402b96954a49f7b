/** Set-up can't go on: the machine lacks something, which the message names together with what to do. */
export class SetupError extends Error {
  /**
   * @param {string} code code of `docs/errors.md`
   * @param {string} message what is missing, what was received, what is allowed, what to do
   * @param {number} exitCode exit code of the program; 3: the machine lacks something, 2: wrong use
   */
  constructor(code, message, exitCode = 3) {
    super(`${code}: ${message}`);
    this.name = 'SetupError';
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** Set-up was told to end (SIGINT, SIGTERM, SIGHUP). Nothing half-made is left in the place of something whole. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
