/**
 * One thing that a need asks for.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {(context: import('../context.mjs').Context) => Promise<boolean>} satisfied quick and without network
 * @property {(context: import('../context.mjs').Context) => Promise<void>} [demand]
 *   throws a SetupError if the machine lacks what the installation needs; runs before anything is installed
 * @property {(context: import('../context.mjs').Context) => Promise<void>} install
 *   called only where `satisfied` said no, under the lock; throws a SetupError
 */
export {};
