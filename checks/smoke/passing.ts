/**
 * A failure that a good shop may show once: a task that is just being replaced, a door that a new API key has not reached
 * yet, one slow answer, a product that somebody changed between two answers. What is wrong in an answer by itself is none.
 */
export class Passing extends Error {}
